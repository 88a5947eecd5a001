<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>Octets</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>Les octets du fichier, en hexadécimal et sous forme de texte</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>Capturer un invité en marche</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>&amp;Capturer</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>Par son &amp;moniteur</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>Laisser &amp;QEMU envoyer</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>Mode de capture</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>Socket du moniteur QMP</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>Parco&amp;urir…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>Chercher à &amp;nouveau</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>&amp;Laisser l’invité tourner et ne le suspendre que pour la fin</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>&amp;Socket QMP&#xa0;:</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:CHEMIN ou tcp:HÔTE:PORT</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>Saisir dans le moniteur de QEMU (HMP)&#xa0;:</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>ou dans son moniteur QMP&#xa0;:</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>L’invité s’arrête une fois que tout est envoyé&#xa0;; la commande cont le fait reprendre. Les capacités return-path et postcopy-ram doivent être désactivées.</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>&amp;Écouter sur&#xa0;:</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>{0} (processus {1})&#xa0;: {2}</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>%n invité avec un moniteur trouvé.</numerusform>
            <numerusform>%n invités avec un moniteur trouvés.</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>Le moniteur de {0} est tenu par libvirt&#xa0;: utilisez virsh save.</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>%n autre n’en a pas que vous puissiez utiliser.</numerusform>
            <numerusform>%n autres n’en ont pas que vous puissiez utiliser.</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>Pour en avoir un, démarrez QEMU avec -qmp unix:CHEMIN,server=on,wait=off.</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>&amp;Attendre</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>Choisissez le socket d’un moniteur.</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>Le socket {0} n’existe pas.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Machine</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Occupé</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Créé le</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ajouté le</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Intégrité</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Vérifié le</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta de</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>intact</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>avertissements</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>endommagé</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>non vérifié</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>parent manquant</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>fichier manquant</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>archive endommagée</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>flux binaire</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>image libvirt</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>pas un flux de migration</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>Aller à un décalage</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>Décalage&#xa0;: 0x1f, 31, +16, -0x10, end-16</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>Ce décalage n’existe pas dans le fichier&#xa0;: {0}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>Comparaison</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>«&#xa0;{0}&#xa0;» et «&#xa0;{1}&#xa0;»</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Différences</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>Il n’y a aucune différence.</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>Différences&#xa0;:</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert</source>
        <translation>Convertir</translation>
    </message>
    <message>
        <source>Files to convert</source>
        <translation>Fichiers à convertir</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Devient</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>examen…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>L’autre forme (proposée)</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>Flux binaire de QEMU</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>à côté de chaque fichier</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>En BER, uniquement des éléments d’une &amp;page (schéma historique)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>Conserver ce qui est illisible dans un état endo&amp;mmagé</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>&amp;Attendre que le résultat soit écrit sur le disque</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>&amp;Convertir</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>Convertir &amp;en&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Dossier&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Nom&#xa0;:</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binaire</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>pas un état</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Ce dossier n’existe pas.</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>Un fichier ne peut pas être son propre résultat.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} existe déjà&#xa0;: choisissez un autre nom.</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Dossier des résultats</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>Copier&#xa0;: {0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>Le processus qui lit ce fichier s’est arrêté de façon inattendue. {0}</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>La vérification s’est arrêtée de façon inattendue.</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Aucun résultat</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>Filtrage…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n élément</numerusform>
            <numerusform>%n éléments</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>Commenter un signet</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>Commentaire sur {0}&#xa0;:</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copier la &amp;valeur</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>Copier le &amp;nom</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>Copier le &amp;chemin</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Copier en &amp;hexadécimal</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copier en &amp;JSON</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>&amp;Filtrer par ce nom</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>Fil&amp;trer par cette valeur</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>Ajouter ou supprimer un si&amp;gnet</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>C&amp;ommenter un signet…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>Tout &amp;déplier en dessous</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>Ouvrir %n fichier</numerusform>
            <numerusform>Ouvrir %n fichiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>Convertir %n fichier dans l’autre forme</numerusform>
            <numerusform>Convertir %n fichiers dans l’autre forme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>Ajouter %n fichier à la bibliothèque</numerusform>
            <numerusform>Ajouter %n fichiers à la bibliothèque</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>Aucun état enregistré pour l’instant</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>Déposez des fichiers ici ou choisissez-les. Ils sont vérifiés et compressés, et peuvent être restaurés à l’identique.</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>&amp;Ajouter des fichiers…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>Ouvrir une machine enregistrée</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>Déposez des fichiers n’importe où dans cette fenêtre ou choisissez-les.
qmigui lit les états enregistrés par QEMU, compressés ou non, ainsi que leur forme BER&#xa0;;
il montre ce qu’ils contiennent, les vérifie et convertit une forme en l’autre.</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>&amp;Ouvrir des fichiers…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>Con&amp;vertir des fichiers…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>bibliothèque</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>Impossible d’ouvrir {0}</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>Raison pour laquelle le fichier ne peut pas être ouvert</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>Il s’agit d’un bogue de qmigui, merci de le signaler&#xa0;:</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>non installé</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>À propos de qmigui</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>États enregistrés de machines QEMU, en binaire et en ASN.1 BER.</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>Logiciel libre sous licence GNU Lesser General Public License, version 2.1 ou ultérieure.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>&amp;Copier les versions</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>Arbre&#xa0;: aller à l’élément parent</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>Arbre&#xa0;: tout déplier en dessous</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>Octets&#xa0;: sélectionner</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>Carte de RAM&#xa0;: moins de pages, plus ou toutes</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>Carte de RAM&#xa0;: aller aux octets de la page</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>Temps restant</translation>
    </message>
    <message>
        <source>library</source>
        <translation>bibliothèque</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>en attente de QEMU</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>{0} lus</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} sur {1}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>annulée&#xa0;; rien n’a été écrit</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>échec&#xa0;: {0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>terminée, {0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminée</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>Conversions</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>Ouvrir le résultat</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>Afficher dans le dossier</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>Copier la commande pour QEMU</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>Retirer les tâches terminées</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>Aucune conversion. Choisissez Convertir dans le menu Fichier ou déposez des fichiers sur la fenêtre.</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Ouvrir</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>Ajouter des &amp;fichiers…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>&amp;Restaurer ou exporter…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Vérifier</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>Vérifier &amp;tout</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>Com&amp;parer…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>Reno&amp;mmer</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>Étiq&amp;uettes…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>&amp;Note</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>Copier l’&amp;identifiant</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>Afficher dans le &amp;dossier</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>Mettre à la corbeill&amp;e</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>Ouvrir une autre bibliot&amp;hèque…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Bibliothèque</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>Bibliothèques ré&amp;centes</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>Con&amp;server les états endommagés sans demander</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>&amp;Annuler&#xa0;: {0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>Ma bibliothè&amp;que</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>Renommer en «&#xa0;{0}&#xa0;»</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>Modification de la note</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>Modification des étiquettes</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>Mettre à la corbeille</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>Mettre %n état à la corbeille&#xa0;?</numerusform>
            <numerusform>Mettre %n états à la corbeille&#xa0;?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>&amp;Mettre à la corbeille</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>Mise à la corbeille de %n état</numerusform>
            <numerusform>Mise à la corbeille de %n états</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>«&#xa0;{0}&#xa0;» est dans la corbeille.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>%n état est dans la corbeille.</numerusform>
            <numerusform>%n états sont dans la corbeille.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>Annulé&#xa0;: {0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>Impossible d’annuler&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>Ajouter à la bibliothèque</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>«&#xa0;{0}&#xa0;» est déjà dans cette bibliothèque ou est un dossier&#xa0;; il est ignoré.</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>Vérifier «&#xa0;{0}&#xa0;»</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>Vérifier %n état</numerusform>
            <numerusform>Vérifier %n états</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>Vérifier la bibliothèque</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>Ouvrir une autre bibliothèque</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>Ce dossier ne contient pas de bibliothèque, mais d’autres fichiers s’y trouvent. Créer une bibliothèque ici&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>&amp;Créer une bibliothèque</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>Détails de l’état</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Étiquettes…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Intégrité</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problèmes</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Machine</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Occupé</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Créé le</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ajouté le</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Vérifié le</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta de</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>Requis par</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forme</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>UUID de l’invité</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Sections</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>Aucun état sélectionné</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n état sélectionné</numerusform>
            <numerusform>%n états sélectionnés</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>niveau {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>{0}, qui manque</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>{0}, d’après {1}</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0} ({1} octets)</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>groupe, ouvert</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>groupe, fermé</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Série</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>Autres machines</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>Sans étiquette</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>Exemples de recherches</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>Rechercher des étiquettes</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Recherches enregistrées</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>Groupes, ordre, colonnes, détails</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>Ajouter des fichiers à la bibliothèque</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n état sélectionné</numerusform>
            <numerusform>%n états sélectionnés</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Grouper par</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>&amp;Rien</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>&amp;Machine</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>&amp;Série&#xa0;: un invité, et ce qui requiert quoi</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>É&amp;tiquette</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>&amp;Ouvrir tous les groupes</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>&amp;Fermer tous les groupes</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>Trier &amp;par</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>Plus grands et plus récents d’&amp;abord</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Colonnes</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Détails</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>&amp;Conserver quand même</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>À déposer&#xa0;: l’archive, avec celles dont elle a besoin&#xa0;; zstd -d ou qmigui la restaure.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n état</numerusform>
            <numerusform>%n états</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>États de la bibliothèque</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>&amp;Réinitialiser les colonnes</translation>
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
        <translation>binaire</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>instantané {0}</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>image libvirt</translation>
    </message>
    <message>
        <source>library</source>
        <translation>bibliothèque</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>Les octets sont ceux du fichier tel quel&#xa0;; les décalages sont des positions dans ce fichier.</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>Les octets sont ceux de l’état décompressé&#xa0;; les décalages sont des positions dans cet état, et non dans le fichier qui le contient.</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>Bogue dans qmigui</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>Un problème qui n’aurait jamais dû se produire est survenu. Les détails aideront à le corriger.</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>&amp;Copier les détails</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>Convertir des machines enregistrées</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>Conversions en cours</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>%n conversion n’est pas terminée. Une conversion arrêtée ne laisse aucune trace.</numerusform>
            <numerusform>%n conversions ne sont pas terminées. Une conversion arrêtée ne laisse aucune trace.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Laisser continuer</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>Manuel</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Précédent</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Début</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>Rechercher dans cette page</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>Le manuel n’est pas installé. Il se trouve dans le répertoire docs du code source.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Aucun résultat</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Ouvrir…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>Con&amp;vertir…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>Capt&amp;urer un invité en marche…</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>&amp;Envoyer à un QEMU en attente…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>&amp;Fermer le fichier</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Ouvrir un fichier &amp;récent</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>É&amp;dition</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copier la &amp;valeur</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>Copier le &amp;chemin</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Copier en &amp;hexadécimal</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copier en &amp;JSON</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Rechercher…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>Rechercher le &amp;suivant</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>Rechercher le &amp;précédent</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>&amp;Filtrer</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>Ajouter ou supprimer un si&amp;gnet</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>C&amp;ommenter un signet…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>Signe&amp;ts</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Co&amp;nfiguration…</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>A&amp;ller</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Précédent</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Suivant</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>Élément s&amp;uivant</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>Élément p&amp;récédent</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>Problème sui&amp;vant</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>Problème précé&amp;dent</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>Aller à un décala&amp;ge…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>V&amp;olet suivant</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>Tout &amp;déplier</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>Tout &amp;replier</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>Déplier jusqu’au niveau &amp;1</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>Déplier jusqu’au niveau &amp;2</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>Déplier jusqu’au niveau &amp;3</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>Texte plus grand</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>Texte plus petit</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>Texte normal</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>Plein é&amp;cran</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Panneaux</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>&amp;Nombres</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Apparence</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>&amp;Réinitialiser la disposition</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>&amp;Décimal et hexadécimal</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>Déc&amp;imal</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>&amp;Hexadécimal</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>Comme le &amp;bureau</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Clair</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>&amp;Sombre</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;ide</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Manuel</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Raccourcis clavier</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>À &amp;propos de qmigui</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Aucun fichier pour l’instant</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>&amp;Vider cette liste</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>Aucun dans ce fichier</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>Écrire une note</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>Aucun résultat</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>Aucun état de la bibliothèque ne correspond à la recherche.</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>&amp;Tout afficher</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>Fichiers ouverts</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>Ouvrir des machines enregistrées</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>Ouverture de la bibliothèque</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>Ouverture de la bibliothèque…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>{0} archives examinées sur {1}</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>absente</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>nulle</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complète</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>remplie</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>compressée</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>périmée</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>problème</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>Problèmes</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>Conversions</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothèque</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>Gravité</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Décalage</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problème</translation>
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
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>N’afficher que les problèmes contenant ce texte</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>Enregistrer la liste sous forme de texte ou de JSON</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problèmes</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n erreur</numerusform>
            <numerusform>%n erreurs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n avertissement</numerusform>
            <numerusform>%n avertissements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n remarque</numerusform>
            <numerusform>%n remarques</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>Les afficher ou les masquer</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>Vérification… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>%n autre non affiché</numerusform>
            <numerusform>%n autres non affichés</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Aucun problème</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Texte (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>Enregistrer les problèmes</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>Carte d’un bloc de RAM</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>Une case par page&#xa0;; les flèches déplacent le curseur, Entrée mène aux octets de la page</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>Blocs de RAM</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloc</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>Nulles</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>Afficher plus de pages</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>Afficher moins de pages</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Afficher toutes les pages</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>Restaurer ou exporter</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>%n état de la bibliothèque</numerusform>
            <numerusform>%n états de la bibliothèque</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>Tel qu’ajouté, octet pour octet</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>Flux de migration binaire</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>Image libvirt</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>Archive avec nom, étiquettes et note</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Parcourir…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>Une machine ne reprend à partir de cet état que si ses disques sont tels qu’ils étaient lors de l’enregistrement.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurer</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>&amp;Forme&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exporter</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>&amp;Dossier&#xa0;:</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>F&amp;ichier&#xa0;:</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Ce dossier n’existe pas.</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>C’est un dossier.</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>Le fichier existe. Il sera remplacé une fois le nouveau complet.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>&amp;Enregistrer cette recherche…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>&amp;Oublier cette recherche</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>Enregistrer la recherche</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>Nom de la recherche&#xa0;:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>Texte à rechercher</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>Où rechercher</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Noms</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>Décalages</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expression rationnelle</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>Rechercher l’occurrence précédente</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>Rechercher l’occurrence suivante</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>N’afficher que les correspondances</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>Exemples de recherches</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>Tout ce qui est saisi doit être vrai. Un signe moins devant un terme&#xa0;: il ne doit pas l’être.</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>dans le nom, les étiquettes, la note, la machine ou le nom de fichier</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>c’est son nom</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>porte cette étiquette&#xa0;; tag:*&#xa0;: n’importe laquelle</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>le type de machine contient cela</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>a un tel périphérique</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>cible, et version du type de machine</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>taille de l’état, et de sa RAM</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>date d’enregistrement</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>clean, warnings, damaged, unchecked, missing, orphan, failed</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>pas un delta&#xa0;; un delta de niveau élevé</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>Rechercher dans la bibliothèque</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>Envoyer à un QEMU en attente</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>un fichier, ou library:ID</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:CHEMIN ou tcp:HÔTE:PORT</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>Démarrer QEMU comme l’invité l’a été, et avec&#xa0;:</translation>
    </message>
    <message>
        <source> s</source>
        <translation>&#xa0;s</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>Les disques de l’invité doivent être tels qu’ils étaient lors de l’enregistrement de son état.</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Envoyer</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>É&amp;tat&#xa0;:</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>&amp;Vers&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>&amp;Attendre pendant&#xa0;:</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>État à envoyer</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>Choisissez l’état à envoyer.</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>Le fichier {0} n’existe pas.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>Un tel fichier ne peut pas exister.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Configuration</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Comme le bureau</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>Décimal et hexadécimal</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>Décimal</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadécimal</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>Au démarrage, &amp;rouvrir ce qui était ouvert</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>le dossier habituel</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Rapide</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Équilibrée</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Compacte</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>Selon la machine</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>Conserver au&amp;ssi les états endommagés</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Langue&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Apparence&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>&amp;Nombres&#xa0;:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothèque</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Dossier&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>&amp;Compression&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>&amp;Threads&#xa0;:</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>Un tel dossier ne peut pas exister.</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>Saisissez le chemin complet du dossier.</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>C’est un fichier, pas un dossier.</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>QMIGUI_LIBRARY dans l’environnement indique lequel.</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>Dossier de la bibliothèque</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>note</source>
        <translation>remarque</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>Choisir un instantané</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>{0} contient %n état enregistré. Lequel ouvrir&#xa0;?</numerusform>
            <numerusform>{0} contient %n états enregistrés. Lequel ouvrir&#xa0;?</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Instantanés</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>Horloge VM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Ouvrir</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Décalage</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n erreur</numerusform>
            <numerusform>%n erreurs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n avertissement</numerusform>
            <numerusform>%n avertissements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n remarque</numerusform>
            <numerusform>%n remarques</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>État décodé</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>Chemin de l’élément actuel</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n erreur</numerusform>
            <numerusform>%n erreurs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n avertissement</numerusform>
            <numerusform>%n avertissements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n remarque</numerusform>
            <numerusform>%n remarques</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>vérification…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>vérification impossible</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>aucun problème</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>Problèmes&#xa0;: {0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>Afficher la liste des problèmes</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>%Ln octet</numerusform>
            <numerusform>%Ln octets</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} octets</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>lecture&#xa0;: {0}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>Étiquettes de «&#xa0;{0}&#xa0;»</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>Étiquettes de %n état. À demi cochée&#xa0;: certains la portent.</numerusform>
            <numerusform>Étiquettes de %n états. À demi cochée&#xa0;: certains la portent.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Ajouter</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Nouvelle étiquette</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>Aucun état n’a encore d’étiquette</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>La &amp;bibliothèque, sous le nom&#xa0;:</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>Un &amp;fichier&#xa0;:</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>un nom tiré de l’heure</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>Nom dans la bibliothèque</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>Fichier pour l’état</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>tel que QEMU l’envoie</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>en ASN.1 BER</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>Forme du fichier</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>Saisissez le chemin complet du fichier.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} existe déjà&#xa0;: choisissez un autre nom.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Ce dossier n’existe pas.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>Un tel fichier ne peut pas exister.</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>&amp;Autre bibliothèque…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>Installez la version plus récente de qmigui ou choisissez une autre bibliothèque. Celle-ci reste telle quelle.</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>Attendez que l’autre programme ait terminé, puis réessayez.</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>Vérifiez que le dossier existe et que vous pouvez y écrire, puis réessayez.</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>Impossible d’utiliser la bibliothèque</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>Ouverture de {0}…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>Décompression&#xa0;: {0} sur {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>Décompression&#xa0;: {0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>le processus s’est arrêté de façon inattendue ({0})</translation>
    </message>
</context>
</TS>
