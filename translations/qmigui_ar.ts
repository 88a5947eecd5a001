<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>البايتات</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>بايتات الملف بالنظام الست عشري وكنصّ</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>التقاط حالة ضيف قيد التشغيل</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>التقط</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>عبر مراقبه</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>بإرسال من QEMU</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>طريقة الالتقاط</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>مقبس مراقب QMP</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>تصفّح…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>ابحث مجددًا</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>دعه يعمل أثناء الالتقاط، ولا توقفه مؤقتًا إلا في نهايته</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>مقبس QMP:</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>⁦unix:PATH⁩ أو ⁦tcp:HOST:PORT⁩</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>اكتب في مراقب QEMU (HMP):</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>أو في مراقب QMP:</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>يتوقف الضيف بعد إرسال كل شيء، ويستأنف عمله بالأمر cont. ويجب أن تكون الإمكانيتان return-path و postcopy-ram معطّلتين.</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>استمع على:</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>⁨{0}⁩ (العملية {1}): ⁨{2}⁩</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>لم يُعثر على ضيف له مراقب.</numerusform>
            <numerusform>عُثر على ضيف واحد له مراقب.</numerusform>
            <numerusform>عُثر على ضيفين لكل منهما مراقب.</numerusform>
            <numerusform>عُثر على %Ln ضيوف لكل منهم مراقب.</numerusform>
            <numerusform>عُثر على %Ln ضيفًا لكل منهم مراقب.</numerusform>
            <numerusform>عُثر على %Ln ضيف لكل منهم مراقب.</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>يتحكم libvirt في مراقب ⁨{0}⁩: استعمل ⁦virsh save⁩.</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>لا ضيوف آخرين.</numerusform>
            <numerusform>ضيف آخر ليس له مراقب يُسمح لك باستعماله.</numerusform>
            <numerusform>ضيفان آخران ليس لهما مراقب يُسمح لك باستعماله.</numerusform>
            <numerusform>%Ln ضيوف آخرون ليس لهم مراقب يُسمح لك باستعماله.</numerusform>
            <numerusform>%Ln ضيفًا آخر ليس لهم مراقب يُسمح لك باستعماله.</numerusform>
            <numerusform>%Ln ضيف آخر ليس لهم مراقب يُسمح لك باستعماله.</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>ليكون للضيف مراقب، شغّل QEMU بالخيار ⁦-⁠qmp unix:PATH,server=on,wait=off⁩.</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>انتظر</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>اختر مقبس مراقب.</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>لا يوجد المقبس ⁨{0}⁩.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>المعمارية</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>المخزَّن</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>النسبة</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>الإنشاء</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>الإضافة</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>السلامة</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>التحقق</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>فرق عن</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>سليمة</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>تحذيرات</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>تالفة</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>لم تُفحص</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>الأصل مفقود</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>الملف مفقود</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>الأرشيف تالف</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>دفق ثنائي</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>صورة حفظ libvirt</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>ليس دفق ترحيل</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>الانتقال إلى إزاحة</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>الإزاحة: ⁦0x1f⁩، ⁦31⁩، ⁦+16⁩، ⁦-0x10⁩، ⁦end-16⁩</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>لا توجد إزاحة كهذه في هذا الملف: ⁦{0}⁩</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>«⁨{0}⁩» و«⁨{1}⁩»</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>يقارن…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>الفروق</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>لا فروق بينهما.</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>الفروق بينهما:</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert</source>
        <translation>تحويل</translation>
    </message>
    <message>
        <source>Files to convert</source>
        <translation>الملفات المراد تحويلها</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>يصبح</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>الناتج</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>يُفحص…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>الصيغة الأخرى (مقترح)</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>دفق QEMU الثنائي</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>بجانب كل ملف</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>اختر…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>عناصر من صفحة واحدة فقط في BER (المخطط القديم)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>أبقِ ما تتعذر قراءته من حالة تالفة</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>انتظر حتى يُكتب الناتج على القرص</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>حوّل</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>إلى:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>المجلد:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>الاسم:</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>ثنائي</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>ليس حالة</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>لا يوجد مجلد كهذا.</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>لا يمكن أن يكون الملف ناتج نفسه.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>⁨{0}⁩ موجود بالفعل: اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>مجلد النواتج</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>انسخ: {0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>توقفت العملية التي تقرأ هذا الملف على نحو غير متوقع. ⁨{0}⁩</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>توقف الفحص على نحو غير متوقع.</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>يبحث…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>يرشّح…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>لا عناصر</numerusform>
            <numerusform>عنصر واحد</numerusform>
            <numerusform>عنصران</numerusform>
            <numerusform>%Ln عناصر</numerusform>
            <numerusform>%Ln عنصرًا</numerusform>
            <numerusform>%Ln عنصر</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>التعليق على علامة</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>التعليق على ⁨{0}⁩:</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>انسخ القيمة</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>انسخ الاسم</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>انسخ المسار</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>انسخ بالست عشري</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>انسخ بصيغة JSON</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>رشّح بهذا الاسم</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>رشّح بهذه القيمة</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>ضع علامة أو أزلها</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>علّق على العلامة…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>وسّع كل ما تحته</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>لا ملفات لفتحها</numerusform>
            <numerusform>افتح ملفًا واحدًا</numerusform>
            <numerusform>افتح ملفين</numerusform>
            <numerusform>افتح %Ln ملفات</numerusform>
            <numerusform>افتح %Ln ملفًا</numerusform>
            <numerusform>افتح %Ln ملف</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>لا ملفات لتحويلها</numerusform>
            <numerusform>حوّل ملفًا واحدًا إلى الصيغة الأخرى</numerusform>
            <numerusform>حوّل ملفين إلى الصيغة الأخرى</numerusform>
            <numerusform>حوّل %Ln ملفات إلى الصيغة الأخرى</numerusform>
            <numerusform>حوّل %Ln ملفًا إلى الصيغة الأخرى</numerusform>
            <numerusform>حوّل %Ln ملف إلى الصيغة الأخرى</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>لا ملفات لتخزينها</numerusform>
            <numerusform>خزّن ملفًا واحدًا في المكتبة</numerusform>
            <numerusform>خزّن ملفين في المكتبة</numerusform>
            <numerusform>خزّن %Ln ملفات في المكتبة</numerusform>
            <numerusform>خزّن %Ln ملفًا في المكتبة</numerusform>
            <numerusform>خزّن %Ln ملف في المكتبة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>لا حالات محفوظة بعد</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>أفلت الملفات هنا أو اخترها. تُفحص وتُضغط، ويمكن استعادتها كما كانت.</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>خزّن ملفات…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>افتح آلة محفوظة</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>أفلت الملفات في أي مكان من هذه النافذة، أو اخترها.
يقرأ qmigui الحالات التي يحفظها QEMU، مضغوطة أو غير مضغوطة، وصيغتها بترميز BER،
ويعرض محتواها ويفحصها ويحوّل كل صيغة إلى الأخرى.</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>افتح ملفات…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>حوّل ملفات…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>المكتبة</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>يتعذر فتح ⁨{0}⁩</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>سبب تعذر فتح الملف</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>هذه علة في qmigui، نرجو الإبلاغ عنها:</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>غير مثبّت</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>عن qmigui</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>حالات آلات QEMU المحفوظة، بالصيغة الثنائية وبترميز ASN.1 BER.</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>برنامج حر برخصة غنو العمومية الصغرى (GNU Lesser General Public License)، الإصدار 2.1 أو ما بعده.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>انسخ الإصدارات</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>What</source>
        <translation>الإجراء</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>الشجرة: انتقل إلى العنصر الأب</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>الشجرة: وسّع كل ما تحته</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>البايتات: حدّد</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>خريطة الذاكرة: اعرض صفحات أقل أو أكثر أو كلها</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>خريطة الذاكرة: انتقل إلى بايتات الصفحة</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>السرعة</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>الوقت المتبقي</translation>
    </message>
    <message>
        <source>library</source>
        <translation>المكتبة</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>في انتظار QEMU</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>قُرئ {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>‏{0} من {1}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>أُلغي؛ لم يُكتب شيء</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>فشل: {0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>تمّ، {0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>تمّ</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>التحويلات</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>افتح الناتج</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>اعرض في مدير الملفات</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>انسخ الأمر الموجّه إلى QEMU</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>امحُ المنتهية</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>لا تحويلات. اختر «حوّل» من قائمة «ملف»، أو أفلت ملفات على النافذة.</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>افتح</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>خزّن ملفات…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>استعد أو صدّر…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>تحقّق</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>تحقّق من الكل</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>قارن…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>غيّر الاسم</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>الوسوم…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>الملاحظة</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>انسخ المعرّف</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>اعرض في مدير الملفات</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>انقل إلى المهملات</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>افتح مكتبة أخرى…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>المكتبة</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>المكتبات الحديثة</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>احتفظ بالحالات التالفة دون سؤال</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>تراجع عن: {0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>مكتبتي</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>تغيير الاسم إلى «⁨{0}⁩»</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>تغيير الملاحظة</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>تغيير الوسوم</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>انقل إلى المهملات</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>لا حالات لنقلها إلى المهملات.</numerusform>
            <numerusform>أتريد نقل حالة واحدة إلى المهملات؟</numerusform>
            <numerusform>أتريد نقل حالتين إلى المهملات؟</numerusform>
            <numerusform>أتريد نقل %Ln حالات إلى المهملات؟</numerusform>
            <numerusform>أتريد نقل %Ln حالة إلى المهملات؟</numerusform>
            <numerusform>أتريد نقل %Ln حالة إلى المهملات؟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا أخرى غيرها</numerusform>
            <numerusform>وواحدة أخرى</numerusform>
            <numerusform>واثنتان أخريان</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>انقل إلى المهملات</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>لا نقل إلى المهملات</numerusform>
            <numerusform>نقل حالة واحدة إلى المهملات</numerusform>
            <numerusform>نقل حالتين إلى المهملات</numerusform>
            <numerusform>نقل %Ln حالات إلى المهملات</numerusform>
            <numerusform>نقل %Ln حالة إلى المهملات</numerusform>
            <numerusform>نقل %Ln حالة إلى المهملات</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>نُقلت «⁨{0}⁩» إلى المهملات.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>لم تُنقل أي حالة إلى المهملات.</numerusform>
            <numerusform>نُقلت حالة واحدة إلى المهملات.</numerusform>
            <numerusform>نُقلت حالتان إلى المهملات.</numerusform>
            <numerusform>نُقلت %Ln حالات إلى المهملات.</numerusform>
            <numerusform>نُقلت %Ln حالة إلى المهملات.</numerusform>
            <numerusform>نُقلت %Ln حالة إلى المهملات.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>تم التراجع عن: {0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>لا يمكن التراجع: ⁨{0}⁩</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>التخزين في المكتبة</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>«⁨{0}⁩» موجود في هذه المكتبة من قبل أو هو مجلد؛ لذا لن يُخزَّن.</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>التحقق من «⁨{0}⁩»</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>لا حالات للتحقق منها</numerusform>
            <numerusform>التحقق من حالة واحدة</numerusform>
            <numerusform>التحقق من حالتين</numerusform>
            <numerusform>التحقق من %Ln حالات</numerusform>
            <numerusform>التحقق من %Ln حالة</numerusform>
            <numerusform>التحقق من %Ln حالة</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>التحقق من المكتبة</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>فتح مكتبة أخرى</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>لا مكتبة في هذا المجلد، بل فيه ملفات أخرى. أتريد إنشاء مكتبة هنا؟</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>أنشئ مكتبة</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>تفاصيل الحالة</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>الوسوم…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>السلامة</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>المشكلات</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>المخزَّن</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>الإنشاء</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>الإضافة</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>التحقق</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>فرق عن</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>تحتاج إليها</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>الصيغة</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>UUID الضيف</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>الأقسام</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>لم تُحدَّد أي حالة</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>لا حالات محددة</numerusform>
            <numerusform>حالة واحدة محددة</numerusform>
            <numerusform>حالتان محددتان</numerusform>
            <numerusform>%Ln حالات محددة</numerusform>
            <numerusform>%Ln حالة محددة</numerusform>
            <numerusform>%Ln حالة محددة</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا أخرى غيرها</numerusform>
            <numerusform>وواحدة أخرى</numerusform>
            <numerusform>واثنتان أخريان</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
            <numerusform>و%Ln أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>المستوى {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>لم يُجرَ قط</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>⁦{0}⁩، وهي مفقودة</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>‏{0}، من ⁨{1}⁩</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>‏{0} ({1} بايت)</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>مجموعة، مفتوحة</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>مجموعة، مغلقة</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>سلسلة</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>آلات أخرى</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>بلا وسوم</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>أمثلة على البحث</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>البحث عن وسوم</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>عمليات البحث المحفوظة</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>المجموعات والترتيب والأعمدة والتفاصيل</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>خزّن ملفات في المكتبة</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>لا حالات محددة</numerusform>
            <numerusform>حالة واحدة محددة</numerusform>
            <numerusform>حالتان محددتان</numerusform>
            <numerusform>%Ln حالات محددة</numerusform>
            <numerusform>%Ln حالة محددة</numerusform>
            <numerusform>%Ln حالة محددة</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>التجميع حسب</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>بلا تجميع</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>الآلة</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>السلسلة: حالات ضيف وما تعتمد عليه كل منها</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>الوسم</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>افتح كل المجموعات</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>أغلق كل المجموعات</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>رتّب حسب</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>الأكبر والأحدث أولًا</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>الأعمدة</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>التفاصيل</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>احتفظ بها رغم ذلك</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>يُسحب الأرشيف ومعه ما يحتاج إليه؛ ويستعيده ⁦zstd -d⁩ أو qmigui.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>لا حالات</numerusform>
            <numerusform>حالة واحدة</numerusform>
            <numerusform>حالتان</numerusform>
            <numerusform>%Ln حالات</numerusform>
            <numerusform>%Ln حالة</numerusform>
            <numerusform>%Ln حالة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>حالات المكتبة</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>صفّر الأعمدة</translation>
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
        <translation>ثنائي</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>اللقطة ⁨{0}⁩</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>صورة libvirt</translation>
    </message>
    <message>
        <source>library</source>
        <translation>المكتبة</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>البايتات هي بايتات الملف كما هو، والإزاحات مواضع فيه.</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>البايتات هي بايتات الحالة بعد فك ضغطها، والإزاحات مواضع فيها لا في الملف الذي يحويها.</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>علة في qmigui</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>حدث خلل ما كان ينبغي أن يحدث. التفاصيل تساعد على إصلاحه.</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>انسخ التفاصيل</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>تحويل آلات محفوظة</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>تحويلات جارية</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>لا تحويلات غير مكتملة. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
            <numerusform>تحويل واحد لم يكتمل. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
            <numerusform>تحويلان لم يكتملا. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
            <numerusform>%Ln تحويلات لم تكتمل. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
            <numerusform>%Ln تحويلًا لم يكتمل. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
            <numerusform>%Ln تحويل لم يكتمل. وما يُوقَف منها لا يخلّف أثرًا.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>أوقفها</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>واصل</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>الدليل</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>إلى الخلف</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>البداية</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>البحث في هذه الصفحة</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>الدليل غير مثبّت. تجده في المجلد docs من الشيفرة المصدرية.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>افتح…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>حوّل…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>التقط حالة ضيف قيد التشغيل…</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>أرسل إلى QEMU منتظر…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>أغلق الملف</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>أنهِ</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>افتح الحديثة</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>انسخ القيمة</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>انسخ المسار</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>انسخ بالست عشري</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>انسخ بصيغة JSON</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>ابحث…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>ابحث عن التالي</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>ابحث عن السابق</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>رشّح</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>ضع علامة أو أزلها</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>علّق على علامة…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>العلامات</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>الإعدادات…</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>انتقال</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>إلى الخلف</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>إلى الأمام</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>العنصر التالي</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>العنصر السابق</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>المشكلة التالية</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>المشكلة السابقة</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>إلى إزاحة…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>اللوح التالي</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>عرض</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>وسّع الكل</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>اطوِ الكل</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>وسّع حتى المستوى &amp;1</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>وسّع حتى المستوى &amp;2</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>وسّع حتى المستوى &amp;3</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>نص أكبر</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>نص أصغر</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>نص عادي</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>ملء الشاشة</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>الألواح</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>الأعداد</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>صفّر التخطيط</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>عشري وست عشري</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>عشري</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>ست عشري</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>كسطح المكتب</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>مساعدة</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>الدليل</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>عن qmigui</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>لا ملفات بعد</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>امحُ هذه القائمة</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>لا شيء في هذا الملف</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>أغلق هذه الرسالة</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>اكتب ملاحظة</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>لا حالة في المكتبة تطابق بحثك.</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>اعرض الكل</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>الملفات المفتوحة</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>فتح آلات محفوظة</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>فتح المكتبة</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>تُفتح المكتبة…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>فُحص {0} من {1} من الأرشيفات</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>غائبة</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>صفرية</translation>
    </message>
    <message>
        <source>full</source>
        <translation>كاملة</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>مملوءة</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>مضغوطة</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>متقادمة</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>مشكلة</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>المشكلات</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>التحويلات</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>المكتبة</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>الشدة</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>الإزاحة</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>المشكلة</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>الرمز</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Filter</source>
        <translation>رشّح</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>اعرض فقط المشكلات التي تحوي هذا النص</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>احفظ القائمة نصًّا أو بصيغة JSON</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>المشكلات</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>لا أخطاء</numerusform>
            <numerusform>خطأ واحد</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%Ln أخطاء</numerusform>
            <numerusform>%Ln خطأً</numerusform>
            <numerusform>%Ln خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>لا تحذيرات</numerusform>
            <numerusform>تحذير واحد</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%Ln تحذيرات</numerusform>
            <numerusform>%Ln تحذيرًا</numerusform>
            <numerusform>%Ln تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>لا ملاحظات</numerusform>
            <numerusform>ملاحظة واحدة</numerusform>
            <numerusform>ملاحظتان</numerusform>
            <numerusform>%Ln ملاحظات</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>أظهر هذه أو أخفها</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>يفحص…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>يفحص… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>كلها مدرجة</numerusform>
            <numerusform>واحدة أخرى غير مدرجة</numerusform>
            <numerusform>اثنتان أخريان غير مدرجتين</numerusform>
            <numerusform>%Ln أخرى غير مدرجة</numerusform>
            <numerusform>%Ln أخرى غير مدرجة</numerusform>
            <numerusform>%Ln أخرى غير مدرجة</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>لا مشكلات</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>نص (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>حفظ المشكلات</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>خريطة كتلة ذاكرة</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>خلية لكل صفحة؛ تنقّلك مفاتيح الأسهم، ويأخذك مفتاح الإدخال إلى بايتاتها</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>كتل الذاكرة</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>الكتلة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>الصفحات</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>الصفرية</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>اعرض صفحات أكثر</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>اعرض صفحات أقل</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>اعرض كل الصفحات</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>الاستعادة أو التصدير</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>لا حالات من المكتبة</numerusform>
            <numerusform>حالة واحدة من المكتبة</numerusform>
            <numerusform>حالتان من المكتبة</numerusform>
            <numerusform>%Ln حالات من المكتبة</numerusform>
            <numerusform>%Ln حالة من المكتبة</numerusform>
            <numerusform>%Ln حالة من المكتبة</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>كما خُزّنت، بايتًا بايتًا</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>دفق ترحيل ثنائي</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>صورة حفظ libvirt</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>أرشيف مع الاسم والوسوم والملاحظة</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>تصفّح…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>لا تواصل الآلة عملها من هذه الحالة إلا إذا كانت أقراصها كما كانت عند حفظها.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>استعد</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>الصيغة:</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>صدّر</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>المجلد:</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>الملف:</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>لا يوجد مجلد كهذا.</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>هذا مجلد.</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>الملف موجود. وسيُستبدل به الجديد حين يكتمل.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>الاستعادة</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>احفظ هذا البحث…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>انسَ هذا البحث</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>حفظ البحث</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>اسم البحث:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>ابحث</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>النص المراد البحث عنه</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>مكان البحث</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>الأسماء</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>القيم</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>الإزاحات</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>تعبير نمطي</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>ابحث عن السابق</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>ابحث عن التالي</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>اعرض المطابق فقط</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>أمثلة على البحث</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>يجب أن يتحقق كل ما تكتبه. وعلامة الناقص قبل الشرط تعني ألّا يتحقق.</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>في الاسم أو الوسوم أو الملاحظة أو الآلة أو اسم الملف</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>هذا هو الاسم بالضبط</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>لها هذا الوسم؛ أما ⁦tag:*⁩ فأي وسم</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>نوع الآلة يحوي هذا</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>فيها جهاز كهذا</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>المعمارية، وإصدار نوع الآلة</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>حجم الحالة، وحجم ذاكرتها</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>وقت حفظها</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>القيم: ⁦clean, warnings, damaged, unchecked, missing, orphan, failed⁩</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>ليست فرقًا؛ فرق بعيد في السلسلة</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>ابحث</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>البحث في المكتبة</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>الإرسال إلى QEMU منتظر</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>ملف، أو ⁦library:ID⁩</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>اختر…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>⁦unix:PATH⁩ أو ⁦tcp:HOST:PORT⁩</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>شغّل QEMU كما شُغّل الضيف، مع إضافة:</translation>
    </message>
    <message>
        <source> s</source>
        <translation> ث</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>يجب أن تكون أقراص الضيف كما كانت عند حفظ حالته.</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>أرسل</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>الحالة:</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>إلى:</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>مدة الانتظار:</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>الحالة المراد إرسالها</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>اختر الحالة المراد إرسالها.</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>لا يوجد الملف ⁨{0}⁩.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>لا يمكن أن يوجد ملف كهذا.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>كسطح المكتب</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>عشري وست عشري</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>عشري</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>ست عشري</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>عند البدء، أعد فتح ما كان مفتوحًا</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>المجلد المعتاد</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>اختر…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>سريع</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>متوازن</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>أصغر حجمًا</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>بحسب الحاسوب</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>احتفظ بالحالات التالفة أيضًا</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>النافذة</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>اللغة:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>المظهر:</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>الأعداد:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>المكتبة</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>المجلد:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>الضغط:</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>خيوط المعالجة:</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>لا يمكن أن يوجد مجلد كهذا.</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>اكتب مسار المجلد كاملًا.</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>هذا ملف لا مجلد.</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>متغير البيئة QMIGUI_LIBRARY هو الذي يحدده.</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>مجلد المكتبة</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>note</source>
        <translation>ملاحظة</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>اختيار لقطة</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>لا حالات محفوظة في ⁨{0}⁩.</numerusform>
            <numerusform>في ⁨{0}⁩ حالة محفوظة واحدة. أيّها تريد فتحها؟</numerusform>
            <numerusform>في ⁨{0}⁩ حالتان محفوظتان. أيّهما تريد فتحها؟</numerusform>
            <numerusform>في ⁨{0}⁩ %Ln حالات محفوظة. أيّها تريد فتحها؟</numerusform>
            <numerusform>في ⁨{0}⁩ %Ln حالة محفوظة. أيّها تريد فتحها؟</numerusform>
            <numerusform>في ⁨{0}⁩ %Ln حالة محفوظة. أيّها تريد فتحها؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>اللقطات</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>التاريخ</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>ساعة الآلة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>افتح</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>الإزاحة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>لا أخطاء</numerusform>
            <numerusform>خطأ واحد</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%Ln أخطاء</numerusform>
            <numerusform>%Ln خطأً</numerusform>
            <numerusform>%Ln خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>لا تحذيرات</numerusform>
            <numerusform>تحذير واحد</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%Ln تحذيرات</numerusform>
            <numerusform>%Ln تحذيرًا</numerusform>
            <numerusform>%Ln تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>لا ملاحظات</numerusform>
            <numerusform>ملاحظة واحدة</numerusform>
            <numerusform>ملاحظتان</numerusform>
            <numerusform>%Ln ملاحظات</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>الحالة المفكوك ترميزها</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>مسار العنصر الحالي</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>لا أخطاء</numerusform>
            <numerusform>خطأ واحد</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%Ln أخطاء</numerusform>
            <numerusform>%Ln خطأً</numerusform>
            <numerusform>%Ln خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>لا تحذيرات</numerusform>
            <numerusform>تحذير واحد</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%Ln تحذيرات</numerusform>
            <numerusform>%Ln تحذيرًا</numerusform>
            <numerusform>%Ln تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>لا ملاحظات</numerusform>
            <numerusform>ملاحظة واحدة</numerusform>
            <numerusform>ملاحظتان</numerusform>
            <numerusform>%Ln ملاحظات</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
            <numerusform>%Ln ملاحظة</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>يفحص…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>تعذر الفحص</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>لا مشكلات</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>المشكلات: {0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>اعرض قائمة المشكلات</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>لا بايتات</numerusform>
            <numerusform>بايت واحد</numerusform>
            <numerusform>بايتان</numerusform>
            <numerusform>%Ln بايتات</numerusform>
            <numerusform>%Ln بايتًا</numerusform>
            <numerusform>%Ln بايت</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} بايت</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>قُرئ {0}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>وسوم «⁨{0}⁩»</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>لا حالات.</numerusform>
            <numerusform>وسوم حالة واحدة. العلامة الجزئية: الوسم لبعضها فقط.</numerusform>
            <numerusform>وسوم حالتين. العلامة الجزئية: الوسم لإحداهما فقط.</numerusform>
            <numerusform>وسوم %Ln حالات. العلامة الجزئية: الوسم لبعضها فقط.</numerusform>
            <numerusform>وسوم %Ln حالة. العلامة الجزئية: الوسم لبعضها فقط.</numerusform>
            <numerusform>وسوم %Ln حالة. العلامة الجزئية: الوسم لبعضها فقط.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>أضف</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>وسم جديد</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>لا وسوم لأي حالة بعد</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>الوجهة</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>المكتبة، باسم:</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>ملف:</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>اسم من الوقت الحالي</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>الاسم في المكتبة</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>ملف الحالة</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>اختر…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>كما يرسلها QEMU</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>بصيغة ASN.1 BER</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>صيغة الملف</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>اكتب مسار الملف كاملًا.</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>⁨{0}⁩ موجود بالفعل: اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>لا يوجد مجلد كهذا.</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>لا يمكن أن يوجد ملف كهذا.</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>مكتبة أخرى…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>ثبّت qmigui الأحدث، أو اختر مكتبة أخرى. وتبقى هذه كما هي.</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>انتظر حتى يفرغ البرنامج الآخر، ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>تأكد من وجود المجلد ومن أن لك إذنًا بالكتابة فيه، ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>يتعذر استعمال المكتبة</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>يفتح ⁨{0}⁩…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>يفك الضغط: {0} من {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>يفك الضغط: {0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>انتهت العملية على نحو غير متوقع ({0})</translation>
    </message>
</context>
</TS>
