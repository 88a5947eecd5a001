"""Real files of published formats: a small authority run by openssl, and certificates of this machine."""

from __future__ import annotations

import re
import ssl
import subprocess
from pathlib import Path

CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
C = XX
O = qmigui tests
CN = authority
[authority]
basicConstraints = critical, CA:TRUE, pathlen:1
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = critical, timeStamping
subjectAltName = DNS:localhost, email:a@example.org, URI:http://example.org/, IP:127.0.0.1, RID:1.2.3.4, \
dirName:name, otherName:1.2.3;UTF8:other
certificatePolicies = 1.2.3.4, @policy
crlDistributionPoints = URI:http://example.org/crl
authorityInfoAccess = OCSP;URI:http://example.org/ocsp
[policy]
policyIdentifier = 1.2.3.5
CPS.1 = http://example.org/cps
userNotice.1 = @notice
[notice]
explicitText = UTF8:words
[ca]
default_ca = own
[own]
database = index
crlnumber = crlnumber
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_crl_days = 30
[stamps]
serial = serial
signer_cert = leaf.pem
certs = ca.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1, millisecs:500, microsecs:100
ordering = yes
tsa_name = yes
"""

SUBJECT = "/O=\N{LATIN CAPITAL LETTER U WITH DIAERESIS}n/CN=leaf/emailAddress=a@example.org"
SERIAL = "0x8000000000000001"
LEAF = "-extensions leaf -days 20"

COMMANDS = (
    "req -x509 -config c -extensions authority -newkey rsa:2048 -noenc -keyout ca.key -out ca.pem -days 30",
    f"req -config c -newkey rsa:2048 -noenc -keyout leaf.key -out leaf.csr -utf8 -subj {SUBJECT}",
    f"x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial {SERIAL} -extfile c {LEAF} -out leaf.pem",
    "x509 -in leaf.pem -outform DER -out leaf.der",
    "ca -config c -revoke leaf.pem -crl_reason keyCompromise",
    "ca -config c -gencrl -out crl.pem",
    "crl -in crl.pem -outform DER -out crl.der",
    "cms -sign -binary -nodetach -in c -signer leaf.pem -inkey leaf.key -outform DER -out cms.der",
    "cms -sign -binary -stream -nodetach -in c -signer leaf.pem -inkey leaf.key -outform DER -out cms.ber",
    "ts -query -config c -data c -sha256 -cert -out query.der",
    "ts -reply -config c -section stamps -queryfile query.der -out reply.der",
    "ocsp -issuer ca.pem -cert leaf.pem -reqout ocsp-request.der",
    "ocsp -index index -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin ocsp-request.der -respout ocsp.der",
    "rsa -in ca.key -traditional -outform DER -out rsa.der",
    "rsa -in ca.key -RSAPublicKey_out -outform DER -out rsa-public.der",
    "rsa -in ca.key -pubout -outform DER -out public.der",
    "pkcs8 -topk8 -nocrypt -in ca.key -outform DER -out pkcs8.der",
    "pkcs8 -topk8 -passout pass:x -in ca.key -outform DER -out encrypted.der",
    "ecparam -name prime256v1 -genkey -noout -outform DER -out ec.der",
)

MADE = {
    "leaf.der": "Certificate",
    "crl.der": "CertificateList",
    "cms.der": "SignedMessage",
    "cms.ber": "SignedMessage",  # written as a stream: indefinite lengths, text in segments
    "query.der": "TimeStampReq",
    "reply.der": "TimeStampResp",
    "ocsp-request.der": "OCSPRequest",
    "ocsp.der": "OCSPResponse",
    "rsa.der": "RSAPrivateKey",
    "rsa-public.der": "RSAPublicKey",
    "public.der": "PublicKeyFile",
    "pkcs8.der": "PrivateKeyInfo",
    "encrypted.der": "EncryptedPrivateKeyInfo",
    "ec.der": "ECPrivateKey",
}
"""What the commands make, and of what type it is."""

_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def make(directory: Path) -> dict[str, bytes]:
    """Run openssl in *directory*; the files by name.

    Raises:
        CalledProcessError: it is too old for one of them.
    """
    (directory / "c").write_text(CONFIGURATION)
    (directory / "index").write_text("")
    (directory / "crlnumber").write_text("01\n")
    (directory / "serial").write_text("01\n")
    for command in COMMANDS:
        subprocess.run(
            ["openssl", *command.split()], cwd=directory, check=True, capture_output=True, timeout=100
        )
    return {name: (directory / name).read_bytes() for name in MADE}


def bundle() -> list[bytes]:
    """The authorities' certificates that pip brings along, or else the system's; none without either."""
    try:
        from pip._vendor import certifi

        places = [certifi.where(), *_BUNDLES]
    except ImportError:
        places = list(_BUNDLES)
    for place in places:
        if Path(place).is_file():
            text = Path(place).read_text(encoding="utf-8")
            found = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.DOTALL)
            return [ssl.PEM_cert_to_DER_cert(pem) for pem in found]
    return []
