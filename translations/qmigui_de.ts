<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>Die Oktette der Datei, hexadezimal und als Text</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>Laufenden Gast aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>&amp;Aufnehmen</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>Über seinen &amp;Monitor</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>&amp;QEMU senden lassen</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>Wie aufgenommen wird</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>Socket des QMP-Monitors</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>&amp;Erneut suchen</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>Den Gast dabei &amp;laufen lassen und nur für das Ende anhalten</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>QMP-&amp;Socket:</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:PFAD oder tcp:RECHNER:PORT</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>Im Monitor von QEMU (HMP) eingeben:</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>oder in seinem QMP-Monitor:</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>Der Gast hält an, wenn alles gesendet ist; der Befehl cont lässt ihn weiterlaufen. Die Fähigkeiten return-path und postcopy-ram müssen ausgeschaltet sein.</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>Horchen &amp;an:</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>&amp;Warten</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>{0} (Prozess {1}): {2}</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>%n Gast mit einem Monitor gefunden.</numerusform>
            <numerusform>%n Gäste mit einem Monitor gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>Den Monitor von {0} hat libvirt: Nehmen Sie virsh save.</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>%n anderer hat keinen, den Sie benutzen dürfen.</numerusform>
            <numerusform>%n andere haben keinen, den Sie benutzen dürfen.</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>Damit es einen gibt, starten Sie QEMU mit -qmp unix:PFAD,server=on,wait=off.</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>Wählen Sie den Socket eines Monitors.</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>Den Socket {0} gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Nachgeprüft</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta zu</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>einwandfrei</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>ungeprüft</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>Vorgänger fehlt</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>Archiv beschädigt</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>binärer Strom</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt-Abbild</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>kein Migrationsstrom</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>Gehe zu Offset</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>Offset: 0x1f, 31, +16, -0x10, end-16</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>Diesen Offset gibt es in der Datei nicht: {0}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>„{0}“ und „{1}“</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleiche…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>Es gibt keine Unterschiede.</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>Unterschiede:</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert</source>
        <translation>Umwandeln</translation>
    </message>
    <message>
        <source>Files to convert</source>
        <translation>Umzuwandelnde Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird zu</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>wird angesehen…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>Die andere Form (Vorschlag)</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>Binärer Strom von QEMU</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>neben jeder Datei</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Auswä&amp;hlen…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>In BER nur &amp;Elemente einer Seite (historisches Schema)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>Nicht Lesbares eines &amp;beschädigten Zustands behalten</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>&amp;Warten, bis das Ergebnis auf dem Datenträger ist</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>&amp;Umwandeln</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>&amp;In:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binär</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>kein Zustand</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>Eine Datei kann nicht ihr eigenes Ergebnis sein.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} gibt es schon: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>Kopieren: {0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>Der Prozess, der diese Datei liest, hat unerwartet geendet. {0}</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>Die Prüfung hat unerwartet geendet.</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>Filter läuft…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n Element</numerusform>
            <numerusform>%n Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>Lesezeichen kommentieren</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>Kommentar zu {0}:</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>&amp;Wert kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>&amp;Namen kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Als &amp;Hex kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>Nach diesem Namen &amp;filtern</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>Nach diesem We&amp;rt filtern</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>&amp;Lesezeichen setzen oder entfernen</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>Lesezeichen &amp;kommentieren…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>Alles darunter &amp;aufklappen</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>%n Datei öffnen</numerusform>
            <numerusform>%n Dateien öffnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>%n Datei in die andere Form umwandeln</numerusform>
            <numerusform>%n Dateien in die andere Form umwandeln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>%n Datei in der Bibliothek ablegen</numerusform>
            <numerusform>%n Dateien in der Bibliothek ablegen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>Noch keine gespeicherten Zustände</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>Lassen Sie Dateien hier fallen, oder wählen Sie welche. Sie werden geprüft und verdichtet und lassen sich unverändert wiederherstellen.</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>Dateien &amp;aufnehmen…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>Eine gespeicherte Maschine öffnen</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>Lassen Sie Dateien irgendwo in diesem Fenster fallen, oder wählen Sie sie aus.
qmigui liest die Zustände, die QEMU speichert, auch komprimiert, und ihre BER-Form;
es zeigt, was darin steht, prüft sie und wandelt die eine Form in die andere um.</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>Dateien &amp;öffnen…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>Dateien um&amp;wandeln…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>{0} lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>Warum die Datei sich nicht öffnen lässt</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>Das ist ein Fehler in qmigui, bitte melden Sie ihn:</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>Über qmigui</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>Gespeicherte Zustände von QEMU-Maschinen, binär und in ASN.1 BER.</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>Freie Software unter der GNU Lesser General Public License, Version 2.1 oder später.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>Versionen &amp;kopieren</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>Baum: zum übergeordneten Element</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>Baum: alles darunter aufklappen</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>Bytes: auswählen</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>RAM-Karte: weniger, mehr oder alle Seiten zeigen</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>RAM-Karte: zu den Bytes der Seite</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>wartet auf QEMU</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>{0} gelesen</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>abgebrochen; nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>fehlgeschlagen: {0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>fertig, {0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>In Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>Befehl für QEMU kopieren</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>Keine Umwandlungen. Wählen Sie Umwandeln im Menü Datei, oder lassen Sie Dateien auf das Fenster fallen.</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>Dateien &amp;aufnehmen…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>&amp;Wiederherstellen oder exportieren…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>Nach&amp;prüfen</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>A&amp;lle nachprüfen</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>&amp;Vergleichen…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>&amp;Schlagwörter…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>&amp;Notiz</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>&amp;Kennung kopieren</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>In &amp;Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>In den Papierkor&amp;b</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>Andere Biblio&amp;thek öffnen…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>Bibliothe&amp;k</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>&amp;Zuletzt benutzte Bibliotheken</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>Bes&amp;chädigte Zustände ohne Frage aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>&amp;Rückgängig: {0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>&amp;Meine Bibliothek</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>Umbenennen in „{0}“</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>Änderung der Notiz</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>Änderung der Schlagwörter</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>%n Zustand in den Papierkorb legen?</numerusform>
            <numerusform>%n Zustände in den Papierkorb legen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>In den Papierkor&amp;b</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>%n Zustand in den Papierkorb</numerusform>
            <numerusform>%n Zustände in den Papierkorb</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>„{0}“ ist im Papierkorb.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>%n Zustand ist im Papierkorb.</numerusform>
            <numerusform>%n Zustände sind im Papierkorb.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>Rückgängig gemacht: {0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>Das lässt sich nicht rückgängig machen: {0}</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>In die Bibliothek aufnehmen</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>„{0}“ ist schon in dieser Bibliothek oder ist ein Ordner und wird übergangen.</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>„{0}“ nachprüfen</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>%n Zustand nachprüfen</numerusform>
            <numerusform>%n Zustände nachprüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>Die Bibliothek nachprüfen</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>Andere Bibliothek öffnen</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>In diesem Ordner ist keine Bibliothek, aber andere Dateien sind darin. Hier eine Bibliothek anlegen?</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>Bibliothek an&amp;legen</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>Einzelheiten des Zustands</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Schlagwörter…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Nachgeprüft</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta zu</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>Benötigt von</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>UUID des Gastes</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>Kein Zustand ist ausgewählt</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n Zustand ausgewählt</numerusform>
            <numerusform>%n Zustände ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>Stufe {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>{0}, fehlt</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>{0}, aus {1}</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0} ({1} Bytes)</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>Gruppe, offen</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>Gruppe, geschlossen</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>Andere Maschinen</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>Ohne Schlagwörter</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>Beispiele für Suchen</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>Nach Schlagwörtern suchen</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gemerkte Suchen</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>Gruppen, Reihenfolge, Spalten, Einzelheiten</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>Dateien in die Bibliothek aufnehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n Zustand ausgewählt</numerusform>
            <numerusform>%n Zustände ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>&amp;Nichts</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>&amp;Maschine</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>&amp;Reihe: ein Gast, und was was benötigt</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>&amp;Schlagwort</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>Alle Gruppen ö&amp;ffnen</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>Alle Gruppen sch&amp;ließen</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>S&amp;ortieren nach</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>Größtes und &amp;Neuestes zuerst</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>S&amp;palten</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Einzelheiten</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>&amp;Trotzdem aufnehmen</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>Gezogen wird das Archiv mit denen, die es benötigt; zstd -d oder qmigui stellt es wieder her.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n Zustand</numerusform>
            <numerusform>%n Zustände</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>Zustände der Bibliothek</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>Spalten &amp;zurücksetzen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binär</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>Schnappschuss {0}</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>libvirt-Abbild</translation>
    </message>
    <message>
        <source>library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>Die Bytes sind die der Datei, wie sie ist; Offsets sind Stellen in ihr.</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>Die Bytes sind die des ausgepackten Zustands; Offsets sind Stellen in ihm, nicht in seiner Datei.</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>Fehler in qmigui</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>Es ist etwas schiefgegangen, was nicht sein dürfte. Die Einzelheiten helfen, es zu beheben.</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>Einzelheiten &amp;kopieren</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>Gespeicherte Maschinen umwandeln</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>Umwandlungen laufen</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>%n Umwandlung ist nicht fertig. Was angehalten wird, hinterlässt nichts.</numerusform>
            <numerusform>%n Umwandlungen sind nicht fertig. Was angehalten wird, hinterlässt nichts.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Fortfahren</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Anfang</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>Das Handbuch ist nicht installiert. Es steht im Verzeichnis docs des Quelltexts.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>Um&amp;wandeln…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>&amp;Laufenden Gast aufnehmen…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>Datei &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>&amp;Wert kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Als &amp;Hex kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>Wei&amp;tersuchen</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>F&amp;ilter</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>&amp;Lesezeichen setzen oder entfernen</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>&amp;Nächstes Element</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>Vor&amp;heriges Element</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>Nächstes &amp;Problem</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>&amp;Rückwärts suchen</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>An wartendes QEMU se&amp;nden…</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>Lesezeichen &amp;kommentieren…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>Lesez&amp;eichen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Ei&amp;nstellungen…</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>Vorheriges P&amp;roblem</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>Zu &amp;Offset…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>Nächster &amp;Bereich</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>Alles &amp;aufklappen</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>Alles &amp;zuklappen</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>Bis Ebene &amp;1 aufklappen</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>Bis Ebene &amp;2 aufklappen</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>Bis Ebene &amp;3 aufklappen</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>Normaler Text</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bereiche</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>Za&amp;hlen</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>Aus&amp;sehen</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>&amp;Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>&amp;Dezimal und hexadezimal</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>D&amp;ezimal</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>&amp;Hexadezimal</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>Wie der &amp;Desktop</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>D&amp;unkel</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>&amp;Über qmigui</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Noch keine Dateien</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>Diese Liste &amp;leeren</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>Keine in dieser Datei</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>Eine Notiz schreiben</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>Kein Zustand der Bibliothek entspricht der Suche.</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>&amp;Alle zeigen</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>Geöffnete Dateien</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>Gespeicherte Maschinen öffnen</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>Die Bibliothek wird geöffnet</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>Die Bibliothek wird geöffnet…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>{0} von {1} Archiven angesehen</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>Null</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>gefüllt</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>komprimiert</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>Nur Probleme mit diesem Text zeigen</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>Die Liste als Text oder JSON speichern</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>Diese zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüfung läuft…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>Prüfung läuft… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>%n weiteres nicht aufgeführt</numerusform>
            <numerusform>%n weitere nicht aufgeführt</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>Probleme speichern</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>Karte eines RAM-Blocks</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>Ein Feld je Seite; Pfeiltasten bewegen, die Eingabetaste führt zu ihren Bytes</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>RAM-Blöcke</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>Null</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>Mehr Seiten zeigen</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>Weniger Seiten zeigen</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Alle Seiten zeigen</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>Wiederherstellen oder exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>%n Zustand der Bibliothek</numerusform>
            <numerusform>%n Zustände der Bibliothek</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>Wie aufgenommen, Oktett für Oktett</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>Binärer Migrationsstrom</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt-Abbild</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>Archiv mit Name, Schlagwörtern und Notiz</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>Eine Maschine läuft aus diesem Zustand nur weiter, wenn ihre Datenträger so sind wie beim Speichern.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>&amp;Form:</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>Date&amp;i:</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>Das ist ein Ordner.</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>Die Datei gibt es schon. Sie wird ersetzt, sobald die neue vollständig ist.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>Diese Suche &amp;merken…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>Diese Suche &amp;vergessen</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>Suche merken</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>Name der Suche:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>Gesuchter Text</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>Offsets</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>Den vorigen Treffer suchen</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>Den nächsten Treffer suchen</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>Nur Treffer zeigen</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>Beispiele für Suchen</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>Alles Eingegebene muss zutreffen. Ein Minus vor einem Begriff: er darf es nicht.</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>in Name, Schlagwörtern, Notiz, Maschine oder Dateiname</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>so heißt er</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>hat dieses Schlagwort; tag:* irgendeines</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>der Maschinentyp enthält das</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>hat so ein Gerät</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>Ziel, und Version des Maschinentyps</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>Größe des Zustands und seines RAM</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>wann er gespeichert wurde</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>clean, warnings, damaged, unchecked, missing, orphan, failed</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>kein Delta; ein Delta weit unten</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>Die Bibliothek durchsuchen</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>An ein wartendes QEMU senden</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>eine Datei oder library:ID</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Auswä&amp;hlen…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:PFAD oder tcp:RECHNER:PORT</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>QEMU so starten, wie der Gast gestartet wurde, und mit:</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>Die Datenträger des Gasts müssen so sein, wie sie waren, als sein Zustand gespeichert wurde.</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>&amp;Zustand:</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>A&amp;n:</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>&amp;Darauf warten:</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>Zu sendender Zustand</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>Wählen Sie den Zustand, der gesendet werden soll.</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>Die Datei {0} gibt es nicht.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>Eine solche Datei kann es nicht geben.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>Dezimal und hexadezimal</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>Dezimal</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadezimal</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>Beim Start &amp;wieder öffnen, was offen war</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>der übliche Ordner</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Auswä&amp;hlen…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>Wie der Rechner hat</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>Auch beschädigte Zustände &amp;behalten</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Aussehen:</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>&amp;Zahlen:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>&amp;Kompression:</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>&amp;Threads:</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>Einen solchen Ordner kann es nicht geben.</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>Geben Sie den ganzen Pfad des Ordners an.</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>Das ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>QMIGUI_LIBRARY in der Umgebung sagt, welcher.</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>Schnappschuss auswählen</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>{0} enthält %n gespeicherten Zustand. Welcher soll geöffnet werden?</numerusform>
            <numerusform>{0} enthält %n gespeicherte Zustände. Welcher soll geöffnet werden?</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>VM-Uhr</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>Dekodierter Zustand</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>Pfad des aktuellen Elements</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>Prüfung läuft…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>nicht prüfbar</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>keine Probleme</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>Probleme: {0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>Die Liste der Probleme zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>%Ln Oktett</numerusform>
            <numerusform>%Ln Oktette</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} Oktette</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>{0} gelesen</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>Schlagwörter von „{0}“</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>Schlagwörter von %n Zustand. Halb markiert: manche haben es.</numerusform>
            <numerusform>Schlagwörter von %n Zuständen. Halb markiert: manche haben es.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Schlagwort</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>Noch hat kein Zustand ein Schlagwort</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>In die &amp;Bibliothek, als:</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>In eine Da&amp;tei:</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>ein Name aus der Uhrzeit</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>Name in der Bibliothek</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>Datei für den Zustand</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Auswä&amp;hlen…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>wie QEMU ihn sendet</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>als ASN.1 BER</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>Form der Datei</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>Geben Sie den ganzen Pfad der Datei an.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} gibt es schon: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>Eine solche Datei kann es nicht geben.</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>&amp;Noch einmal</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>&amp;Andere Bibliothek…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>Installieren Sie das neuere qmigui, oder wählen Sie eine andere Bibliothek. Diese bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>Warten Sie, bis das andere Programm fertig ist, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>Sehen Sie nach, ob es den Ordner gibt und Sie darin schreiben dürfen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>Die Bibliothek kann nicht benutzt werden</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>{0} wird geöffnet…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>Auspacken: {0} von {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>Auspacken: {0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>der Prozess endete unerwartet ({0})</translation>
    </message>
</context>
</TS>
