<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>Los bytes del archivo, en hexadecimal y como texto</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>Capturar un invitado en marcha</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>&amp;Capturar</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>Por su &amp;monitor</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>Que envíe &amp;QEMU</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>Cómo capturar</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>Socket del monitor QMP</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Examinar…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>Buscar de &amp;nuevo</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>&amp;Dejarlo en marcha mientras tanto y pausarlo solo al final</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>&amp;Socket QMP:</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:RUTA o tcp:EQUIPO:PUERTO</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>Escriba en el monitor de QEMU (HMP):</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>o en su monitor QMP:</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>El invitado se detiene cuando se ha enviado todo; la orden cont lo reanuda. Las capacidades return-path y postcopy-ram deben estar desactivadas.</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>Esc&amp;uchar en:</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>{0} (proceso {1}): {2}</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>Se ha encontrado %n invitado con monitor.</numerusform>
            <numerusform>Se han encontrado %n invitados con monitor.</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>El monitor de {0} lo tiene libvirt: use virsh save.</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>Otro (%n) no tiene ninguno que usted pueda usar.</numerusform>
            <numerusform>Otros %n no tienen ninguno que usted pueda usar.</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>Para tener uno, inicie QEMU con -qmp unix:RUTA,server=on,wait=off.</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>Es&amp;perar</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>Elija el socket de un monitor.</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>El socket {0} no existe.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Máquina</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Ratio</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadido</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Integridad</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Verificado</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta de</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>correcto</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>con advertencias</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>dañado</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>sin comprobar</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>falta el estado base</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>falta el archivo</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>archivo dañado</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>flujo binario</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>imagen de libvirt</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>sin flujo de migración</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>Ir a una posición</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>Posición: 0x1f, 31, +16, -0x10, end-16</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>Esa posición no existe en el archivo: {0}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>«{0}» y «{1}»</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparando…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Diferencias</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>No hay diferencias.</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>Hay diferencias:</translation>
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
        <translation>Archivos que convertir</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Pasa a ser</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>examinando…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>La otra forma (propuesta)</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>Flujo binario de QEMU</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>junto a cada archivo</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Ele&amp;gir…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>En BER, solo elementos de una &amp;página (esquema histórico)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>Conservar lo que no se pueda leer de un estado &amp;dañado</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>E&amp;sperar a que el resultado esté escrito en el disco</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>&amp;Convertir</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>Convertir &amp;en:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>Ca&amp;rpeta:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Nombre:</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binario</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>sin estado</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Esa carpeta no existe.</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>Un archivo no puede ser su propio resultado.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} ya existe: elija otro nombre.</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Carpeta de los resultados</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>Copiar: {0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>El proceso que lee este archivo ha terminado inesperadamente. {0}</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>La comprobación ha terminado inesperadamente.</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>Filtrando…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>Comentar un marcador</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>Comentario sobre {0}:</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copiar el &amp;valor</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>Copiar el &amp;nombre</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>Copiar la &amp;ruta</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Copiar como &amp;hexadecimal</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copiar como &amp;JSON</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>&amp;Filtrar por este nombre</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>Fi&amp;ltrar por este valor</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>Poner o quitar un &amp;marcador</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>&amp;Comentar un marcador…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>&amp;Expandir todo su contenido</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>Abrir %n archivo</numerusform>
            <numerusform>Abrir %n archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>Convertir %n archivo a la otra forma</numerusform>
            <numerusform>Convertir %n archivos a la otra forma</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>Añadir %n archivo a la biblioteca</numerusform>
            <numerusform>Añadir %n archivos a la biblioteca</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>Aún no hay estados guardados</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>Suelte archivos aquí o elíjalos. Se comprueban y se comprimen, y se pueden restaurar tal como eran.</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>&amp;Añadir archivos…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>Abrir una máquina guardada</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>Suelte archivos en cualquier lugar de esta ventana o elíjalos.
qmigui lee los estados que guarda QEMU, comprimidos o no, y su forma BER;
muestra lo que contienen, los comprueba y convierte una forma en la otra.</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>&amp;Abrir archivos…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>Con&amp;vertir archivos…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>biblioteca</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>No se puede abrir {0}</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>Motivo por el que no se puede abrir el archivo</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>Se trata de un fallo de qmigui; por favor, informe de él:</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>no instalado</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>Acerca de qmigui</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>Estados guardados de máquinas de QEMU, en binario y en ASN.1 BER.</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>Software libre bajo la Licencia Pública General Reducida de GNU, versión 2.1 o posterior.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>&amp;Copiar las versiones</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>Árbol: ir al elemento superior</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>Árbol: expandir todo su contenido</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>Bytes: seleccionar</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>Mapa de RAM: menos páginas, más o todas</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>Mapa de RAM: ir a los bytes de la página</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>Tiempo restante</translation>
    </message>
    <message>
        <source>library</source>
        <translation>biblioteca</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>esperando a QEMU</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>{0} leídos</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>cancelado; no se ha escrito nada</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>ha fallado: {0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>terminado, {0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminado</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>Conversiones</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>Abrir el resultado</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>Copiar la orden para QEMU</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>Quitar terminados</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>No hay conversiones. Elija Convertir en el menú Archivo o suelte archivos sobre la ventana.</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Abrir</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>Aña&amp;dir archivos…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>&amp;Restaurar o exportar…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Verificar</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>Verificar &amp;todo</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>Co&amp;mparar…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>Cambiar el &amp;nombre</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>&amp;Etiquetas…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>N&amp;ota</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>Copiar el &amp;ID</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>Mostrar en la &amp;carpeta</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>Mover a la &amp;papelera</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Des&amp;hacer</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>Abrir otra bib&amp;lioteca…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Biblioteca</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>Bibliotecas reciente&amp;s</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>Conservar los estados dañados sin pre&amp;guntar</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>Des&amp;hacer: {0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>&amp;Mi biblioteca</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>Cambio de nombre a «{0}»</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>Cambio de la nota</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>Cambio de las etiquetas</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>Mover a la papelera</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>¿Mover %n estado a la papelera?</numerusform>
            <numerusform>¿Mover %n estados a la papelera?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>&amp;Mover a la papelera</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>Mover %n estado a la papelera</numerusform>
            <numerusform>Mover %n estados a la papelera</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>«{0}» está en la papelera.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>%n estado está en la papelera.</numerusform>
            <numerusform>%n estados están en la papelera.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>Deshecho: {0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>No se puede deshacer: {0}</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>Añadir a la biblioteca</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>«{0}» ya está en esta biblioteca o es una carpeta; se omite.</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>Verificar «{0}»</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>Verificar %n estado</numerusform>
            <numerusform>Verificar %n estados</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>Verificar la biblioteca</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>Abrir otra biblioteca</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>En esta carpeta no hay ninguna biblioteca, pero sí otros archivos. ¿Crear una biblioteca aquí?</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>&amp;Crear una biblioteca</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>Detalles del estado</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Etiquetas…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Integridad</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Máquina</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadido</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Verificado</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>Delta de</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>Necesario para</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>UUID del invitado</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Secciones</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>No hay ningún estado seleccionado</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n estado seleccionado</numerusform>
            <numerusform>%n estados seleccionados</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>nivel {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>{0}, que falta</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>{0}, de {1}</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0} ({1} bytes)</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>grupo, abierto</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>grupo, cerrado</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>Otras máquinas</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>Sin etiquetas</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>Ejemplos de búsquedas</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>Buscar por etiquetas</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Búsquedas guardadas</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>Grupos, orden, columnas, detalles</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>Añadir archivos a la biblioteca</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n estado seleccionado</numerusform>
            <numerusform>%n estados seleccionados</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Agrupar por</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>&amp;Nada</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>&amp;Máquina</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>&amp;Serie: un invitado, y qué necesita qué</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>&amp;Etiqueta</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>&amp;Abrir todos los grupos</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>&amp;Cerrar todos los grupos</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>&amp;Ordenar por</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>Primero lo mayor y lo más &amp;reciente</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>Co&amp;lumnas</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Detalles</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>Conser&amp;var de todos modos</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>Se arrastra el archivo de la biblioteca, con los que necesita; zstd -d o qmigui lo restauran.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n estado</numerusform>
            <numerusform>%n estados</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>Estados de la biblioteca</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>&amp;Restablecer las columnas</translation>
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
        <translation>binario</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>instantánea {0}</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>imagen de libvirt</translation>
    </message>
    <message>
        <source>library</source>
        <translation>biblioteca</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>Los bytes son los del archivo tal como es; las posiciones se refieren a él.</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>Los bytes son los del estado descomprimido; las posiciones se refieren a él, no al archivo que lo contiene.</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>Fallo de qmigui</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>Se ha producido un problema que no debería ocurrir nunca. Los detalles ayudan a corregirlo.</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>&amp;Copiar los detalles</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>Convertir máquinas guardadas</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>Conversiones en curso</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>%n conversión no ha terminado. Una conversión detenida no deja ningún rastro.</numerusform>
            <numerusform>%n conversiones no han terminado. Una conversión detenida no deja ningún rastro.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Seguir convirtiendo</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Inicio</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>Buscar en esta página</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>El manual no está instalado. Se encuentra en el directorio docs del código fuente.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Abrir…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>Con&amp;vertir…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>Cap&amp;turar un invitado en marcha…</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>&amp;Enviar a un QEMU en espera…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>&amp;Cerrar el archivo</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Abrir &amp;reciente</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copiar el &amp;valor</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>Copiar la &amp;ruta</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Copiar como &amp;hexadecimal</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copiar como &amp;JSON</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Buscar…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>Buscar &amp;siguiente</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>Buscar &amp;anterior</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>&amp;Filtrar</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>Poner o quitar un &amp;marcador</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>&amp;Comentar un marcador…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>Marca&amp;dores</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Preferenc&amp;ias…</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Ir</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>A&amp;delante</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>Elemento &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>Elemento an&amp;terior</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>&amp;Problema siguiente</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>P&amp;roblema anterior</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>Ir a una p&amp;osición…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>Pa&amp;nel siguiente</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>&amp;Expandir todo</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>&amp;Contraer todo</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>Expandir hasta el nivel &amp;1</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>Expandir hasta el nivel &amp;2</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>Expandir hasta el nivel &amp;3</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>Texto normal</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>&amp;Pantalla completa</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>Pane&amp;les</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>&amp;Números</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aspecto</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>&amp;Restablecer la disposición</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>&amp;Decimal y hexadecimal</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>D&amp;ecimal</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>&amp;Hexadecimal</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>Como el e&amp;scritorio</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>&amp;Oscuro</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Manual</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>Atajos de &amp;teclado</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>&amp;Acerca de qmigui</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Aún no hay archivos</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>&amp;Vaciar esta lista</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>Ninguno en este archivo</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>Escribir una nota</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>Ningún estado de la biblioteca coincide con la búsqueda.</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>Mostrar &amp;todo</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>Archivos abiertos</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>Abrir máquinas guardadas</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>Abriendo la biblioteca</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>Abriendo la biblioteca…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>{0} de {1} archivos examinados</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>ausente</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>a cero</translation>
    </message>
    <message>
        <source>full</source>
        <translation>completa</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>rellena</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>comprimida</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>obsoleta</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>problema</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>Conversiones</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>Gravedad</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>Mostrar solo los problemas que contengan este texto</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>Guardar la lista como texto o JSON</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n advertencia</numerusform>
            <numerusform>%n advertencias</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>Mostrar u ocultar</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>Comprobando… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>%n más sin mostrar</numerusform>
            <numerusform>%n más sin mostrar</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Sin problemas</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Texto (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>Guardar los problemas</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>Mapa de un bloque de RAM</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>Una celda por página; las flechas mueven el cursor, Intro lleva a los bytes de la página</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>Bloques de RAM</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloque</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>A cero</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>Mostrar más páginas</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>Mostrar menos páginas</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Mostrar todas las páginas</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>Restaurar o exportar</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>%n estado de la biblioteca</numerusform>
            <numerusform>%n estados de la biblioteca</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>Tal como se añadió, byte a byte</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>Flujo de migración binario</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>Imagen de libvirt</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>Archivo comprimido con nombre, etiquetas y nota</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>Exa&amp;minar…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>Una máquina solo continúa a partir de este estado si sus discos están como estaban cuando se guardó.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurar</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>&amp;Forma:</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>E&amp;xportar</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>Car&amp;peta:</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>&amp;Archivo:</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Esa carpeta no existe.</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>Eso es una carpeta.</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>El archivo ya existe. Se sustituirá cuando el nuevo esté completo.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurar</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>&amp;Guardar esta búsqueda…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>&amp;Olvidar esta búsqueda</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>Guardar la búsqueda</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>Nombre de la búsqueda:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>Texto que buscar</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>Dónde buscar</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Nombres</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>Posiciones</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expresión regular</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>Buscar la coincidencia anterior</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>Buscar la coincidencia siguiente</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>Mostrar solo las coincidencias</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>Ejemplos de búsquedas</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>Debe cumplirse todo lo que se escriba. Un signo menos delante de un término: no debe cumplirse.</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>en el nombre, las etiquetas, la nota, la máquina o el nombre del archivo</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>el nombre es ese</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>tiene esa etiqueta; tag:*, alguna</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>el tipo de máquina contiene eso</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>tiene un dispositivo así</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>objetivo y versión del tipo de máquina</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>tamaño del estado y de su RAM</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>cuándo se guardó</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>clean, warnings, damaged, unchecked, missing, orphan, failed</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>no es un delta; es un delta de nivel profundo</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>Buscar en la biblioteca</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>Enviar a un QEMU en espera</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>un archivo o library:ID</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Ele&amp;gir…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:RUTA o tcp:EQUIPO:PUERTO</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>Inicie QEMU como se inició el invitado y, además, con:</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>Los discos del invitado deben estar como estaban cuando se guardó su estado.</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Enviar</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>E&amp;stado:</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>&amp;Destino:</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>Es&amp;perarlo:</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>Estado que enviar</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>Elija el estado que se va a enviar.</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>El archivo {0} no existe.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>No puede existir un archivo así.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Como el escritorio</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>Decimal y hexadecimal</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>Decimal</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadecimal</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>Al iniciar, volver a &amp;abrir lo que estaba abierto</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>la carpeta habitual</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Ele&amp;gir…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Rápida</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Equilibrada</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Máxima</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>Los del equipo</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>&amp;Conservar también los estados dañados</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Idioma:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>As&amp;pecto:</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>&amp;Números:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>Ca&amp;rpeta:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>Co&amp;mpresión:</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>&amp;Hilos:</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>No puede existir una carpeta así.</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>Escriba la ruta completa de la carpeta.</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>Esto es un archivo, no una carpeta.</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>La variable de entorno QMIGUI_LIBRARY indica cuál.</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>Carpeta de la biblioteca</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>error</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>advertencia</translation>
    </message>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>Elegir una instantánea</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>{0} contiene %n estado guardado. ¿Cuál desea abrir?</numerusform>
            <numerusform>{0} contiene %n estados guardados. ¿Cuál desea abrir?</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Instantáneas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>Reloj de la MV</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Abrir</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n advertencia</numerusform>
            <numerusform>%n advertencias</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>Estado decodificado</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>Ruta del elemento actual</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n advertencia</numerusform>
            <numerusform>%n advertencias</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>comprobando…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>no se ha podido comprobar</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>sin problemas</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>Problemas: {0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>Mostrar la lista de problemas</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} bytes</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>lectura: {0}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>Etiquetas de «{0}»</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>Etiquetas de %n estado. Marca parcial: algunos la tienen.</numerusform>
            <numerusform>Etiquetas de %n estados. Marca parcial: algunos la tienen.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Añadir</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Etiqueta nueva</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>Aún no hay estados con etiquetas</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>La &amp;biblioteca, como:</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>Un &amp;archivo:</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>un nombre formado con la hora</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>Nombre en la biblioteca</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>Archivo para el estado</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Ele&amp;gir…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>como lo envía QEMU</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>como ASN.1 BER</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>Forma del archivo</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>Escriba la ruta completa del archivo.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} ya existe: elija otro nombre.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Esa carpeta no existe.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>No puede existir un archivo así.</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>&amp;Otra biblioteca…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>Instale la versión más reciente de qmigui o elija otra biblioteca. Esta se deja como está.</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>Espere a que el otro programa termine y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>Compruebe que la carpeta existe y que puede escribir en ella, y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>No se puede usar la biblioteca</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>Abriendo {0}…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>Descomprimiendo: {0} de {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>Descomprimiendo: {0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>el proceso ha terminado inesperadamente ({0})</translation>
    </message>
</context>
</TS>
