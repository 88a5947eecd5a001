"""The ASN.1 module of the BER form, as package data (``qemu-migration.asn1``)."""
