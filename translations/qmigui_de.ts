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
    <name>LibraryModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
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
        <source>Of</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
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
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Search: words, or name: tag: machine: device: date: size:</source>
        <translation>Suche: Wörter, oder name: tag: machine: device: date: size:</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>Die Bibliothek durchsuchen</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>Dateien in die Bibliothek aufnehmen</translation>
    </message>
    <message>
        <source>No saved states yet.
Drop files here to keep them, small and checked.</source>
        <translation>Noch keine gespeicherten Zustände.
Lassen Sie Dateien hier fallen, um sie klein und geprüft aufzubewahren.</translation>
    </message>
    <message>
        <source>States of the library</source>
        <translation>Zustände der Bibliothek</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n Zustand</numerusform>
            <numerusform>%n Zustände</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Add &amp;Tag…</source>
        <translation>&amp;Schlagwort hinzufügen…</translation>
    </message>
    <message>
        <source>Take Tag &amp;Away</source>
        <translation>Schlagwort &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>&amp;Notiz…</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>In &amp;Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>&amp;Move to Trash…</source>
        <translation>In den &amp;Papierkorb…</translation>
    </message>
    <message>
        <source>Add Tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Tag:</source>
        <translation>Schlagwort:</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on “{0}”:</source>
        <translation>Notiz zu „{0}“:</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>%n Zustand in den Papierkorb verschieben?</numerusform>
            <numerusform>%n Zustände in den Papierkorb verschieben?</numerusform>
        </translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>In die Bibliothek aufnehmen</translation>
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
