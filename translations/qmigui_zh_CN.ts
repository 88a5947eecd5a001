<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>以十六进制和文本形式显示文件中的字节</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>捕获正在运行的客户机</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>捕获</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>通过其监视器</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>让 QEMU 发送</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>捕获方式</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>QMP 监视器的套接字</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>期间让其继续运行，仅在最后暂停</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>QMP 套接字：</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:路径 或 tcp:主机:端口</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>在 QEMU 的监视器（HMP）中输入：</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>或在其 QMP 监视器中：</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>全部发送后客户机会停止；cont 命令让其继续。return-path 和 postcopy-ram 功能必须关闭。</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>监听：</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>{0}（进程 {1}）：{2}</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>找到 %n 个带监视器的客户机。</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>{0} 的监视器由 libvirt 占用：请使用 virsh save。</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>另有 %n 个没有您可用的监视器。</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>如需监视器，请用 -qmp unix:PATH,server=on,wait=off 启动 QEMU。</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>请选择监视器的套接字。</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>没有套接字 {0}。</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标架构</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>校验时间</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>增量基于</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>完好</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>有警告</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>缺少父状态</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>缺少文件</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>归档已损坏</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>二进制流</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt 保存映像</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>非迁移流</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>转到偏移</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>偏移：0x1f, 31, +16, -0x10, end-16</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>此文件中没有这个偏移：{0}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>“{0}”与“{1}”</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>两者没有差异。</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>两者存在差异：</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Files to convert</source>
        <translation>要转换的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>转换为</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>另一种格式（建议）</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>QEMU 二进制流</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>各文件所在的文件夹</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>BER 中每个元素只含一页（旧版模式定义）(&amp;P)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>保留损坏状态中无法读取的部分(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>等待结果写入磁盘(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>转换(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>目标格式(&amp;I)：</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>文件名(&amp;N)：</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>不是状态文件</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个文件夹。</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>转换结果不能是源文件本身。</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} 已存在，请选择其他名称。</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>存放结果的文件夹</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>复制：{0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>读取此文件的进程意外结束。{0}</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>检查意外结束。</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>正在过滤…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n 个元素</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>为书签添加注释</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>对 {0} 的注释：</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>复制名称(&amp;N)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>复制为十六进制(&amp;H)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>按此名称过滤(&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>按此值筛选</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>设置或清除书签(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>为书签添加注释…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>展开全部下级(&amp;E)</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>打开 %n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>将 %n 个文件转换为另一种格式</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>将 %n 个文件存入库</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>还没有已保存的状态</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>将文件拖放到此处，或点击按钮选择。文件会经过检查和压缩，并可原样还原。</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>存入文件(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>打开已保存的虚拟机</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>将文件拖放到此窗口的任意位置，或点击按钮选择文件。
qmigui 可读取 QEMU 保存的状态（无论是否压缩）及其 BER 格式，
显示其中的内容，进行检查，并在两种格式之间转换。</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>转换文件(&amp;V)…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>库</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>无法打开 {0}</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>无法打开文件的原因</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>这是 qmigui 自身的错误，请报告：</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>关于 qmigui</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>已保存的 QEMU 机器状态，二进制与 ASN.1 BER。</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>自由软件，依据 GNU 宽通用公共许可证 2.1 或更高版本发布。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>复制版本</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>树：转到上级元素</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>树：展开全部下级</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>字节：选择</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>RAM 分布图：显示更少、更多或全部页面</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>RAM 分布图：转到该页面的字节</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>源</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>library</source>
        <translation>状态库</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>等待 QEMU</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>已读取 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}，共 {1}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>已取消，未写入任何内容</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>失败：{0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>完成，{0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>打开结果</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>复制 QEMU 命令</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>清除已结束的项目</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>没有转换。请选择“文件”菜单中的“转换”，或将文件拖放到窗口中。</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>存入文件(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>还原或导出(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>校验(&amp;V)</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>全部校验(&amp;A)</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>比较(&amp;P)…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>重命名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>标签(&amp;T)…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>备注(&amp;E)</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>复制 ID(&amp;I)</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>在文件管理器中显示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>移到回收站(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>打开其他状态库(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>状态库(&amp;L)</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>最近使用的状态库(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>保留损坏的状态而不询问(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>撤销(&amp;U)：{0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>我的状态库(&amp;M)</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>重命名为“{0}”</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>更改备注</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>移到回收站</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>要将 %n 个状态移到回收站吗？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>移到回收站(&amp;M)</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>将 %n 个状态移到回收站</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>“{0}”已移到回收站。</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>%n 个状态已移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>已撤销：{0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>无法撤销：{0}</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>存入状态库</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>“{0}”已在此状态库中，或者是文件夹，已跳过。</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>校验“{0}”</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>校验 %n 个状态</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>校验状态库</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>打开其他状态库</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>此文件夹中没有状态库，但有其他文件。要在这里创建状态库吗？</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>创建状态库(&amp;M)</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>状态的详细信息</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>校验时间</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>增量基于</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>被以下状态依赖</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>客户机 UUID</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>节</translation>
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
        <translation>文件</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>未选择状态</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>已选择 %n 个状态</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>级别 {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>{0}（缺失）</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>{0}，来自 {1}</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0}（{1} 字节）</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>组，已展开</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>组，已折叠</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>其他机器</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>无标签</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>搜索示例</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>按标签搜索</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已保存的搜索</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>分组、排序、列、详细信息</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>将文件存入状态库</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>已选择 %n 个状态</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>不分组(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>机器(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>系列：客户机及状态间的依赖(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>标签(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>展开所有组(&amp;O)</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>折叠所有组(&amp;L)</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>排序方式(&amp;B)</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>最大和最新的在前(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>详细信息(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>仍然保留(&amp;K)</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>已拖出归档及其所依赖的归档；可用 zstd -d 或 qmigui 还原。</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n 个状态</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>状态库中的状态</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>重置列(&amp;R)</translation>
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
        <translation>二进制</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>快照 {0}</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>libvirt 映像</translation>
    </message>
    <message>
        <source>library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>字节即文件原样；偏移是其中的位置。</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>字节是解包后的状态；偏移是其中的位置，而非所在文件中的位置。</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>qmigui 内部错误</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>发生了本不该出现的错误。详细信息有助于修复它。</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>复制详细信息(&amp;C)</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>转换已保存的虚拟机</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>正在转换</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>有 %n 个转换尚未完成。停止的转换不会留下任何文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>在本页中查找</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>手册未安装。它在源代码的 docs 目录中。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>转换(&amp;V)…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>捕获正在运行的客户机…</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>发送到等待中的 QEMU…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>关闭文件(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开的文件(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>复制为十六进制(&amp;H)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>查找上一个(&amp;I)</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>过滤(&amp;T)</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>设置或清除书签(&amp;B)</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>为书签添加注释…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>下一项(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>上一项(&amp;P)</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>下一个问题(&amp;R)</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>上一个问题(&amp;M)</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>转到偏移(&amp;O)…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>下一个窗格(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>全部展开(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>全部折叠(&amp;C)</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>展开到第 &amp;1 级</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>展开到第 &amp;2 级</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>展开到第 &amp;3 级</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>正常文字大小</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>数值显示(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>十进制和十六进制(&amp;D)</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>十进制(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>十六进制(&amp;H)</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>跟随桌面(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>深色(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>关于 qmigui(&amp;A)</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>清空此列表(&amp;C)</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>此文件中没有</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>填写备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>状态库中没有符合搜索条件的状态。</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>全部显示(&amp;A)</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>已打开的文件</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>打开已保存的虚拟机</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>正在打开状态库</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>正在打开状态库…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>已查看归档：{0} / {1}</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>无</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零页</translation>
    </message>
    <message>
        <source>full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>单值填充</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>状态库</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>只显示包含此文本的问题</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>将列表保存为文本或 JSON</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n 个提示</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>显示或隐藏这些问题</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>正在检查… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>另有 %n 个未列出</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>保存问题</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>RAM 块的分布图</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>每格代表一个页面；用方向键移动，按 Return 键转到其字节</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>RAM 块</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>零页</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>显示更多页面</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>显示更少页面</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>显示全部页面</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>还原或导出</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>状态库中的 %n 个状态</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>与存入时逐字节相同</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>二进制迁移流</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt 保存映像</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>含名称、标签和备注的归档</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>只有磁盘与保存状态时一致，机器才能从该状态继续运行。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>还原(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>格式(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>文件夹(&amp;O)：</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>文件(&amp;I)：</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个文件夹。</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>这是文件夹。</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>文件已存在。新文件写完后将替换它。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>保存此搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>删除此搜索(&amp;F)</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>保存搜索</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>搜索的名称：</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>要搜索的文本</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>搜索范围</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>查找上一个匹配项</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>查找下一个匹配项</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>只显示匹配项</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>搜索示例</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>须满足输入的所有条件。条件前加减号表示排除。</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>包含于名称、标签、备注、机器或文件名中</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>名称完全一致</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>带有该标签；tag:* 表示带任意标签</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>机器类型中包含</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>带有该设备</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>目标架构，以及机器类型的版本</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>状态的大小，及其 RAM 的大小</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>保存的时间</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>clean, warnings, damaged, unchecked, missing, orphan, failed</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>不是增量；层级较深的增量</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>搜索状态库</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>发送到等待中的 QEMU</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>文件，或 library:ID</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:路径 或 tcp:主机:端口</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>按客户机原来的方式启动 QEMU，并加上：</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>客户机的磁盘必须与保存状态时一致。</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>状态：</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>目标：</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>等待时间：</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>要发送的状态</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>请选择要发送的状态。</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>没有文件 {0}。</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>不可能有这样的文件。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>十进制和十六进制</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>十进制</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>启动时重新打开上次打开的内容</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>默认文件夹</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>按本机配置</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>也保留损坏的状态</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言：</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>外观：</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>数字：</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>压缩：</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>线程：</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>不可能有这样的文件夹。</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>请输入文件夹的完整路径。</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>这是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>由环境变量 QMIGUI_LIBRARY 指定。</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>库的文件夹</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>选择快照</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>{0} 中有 %n 个已保存的状态。打开哪一个？</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>虚拟机时钟</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n 个提示</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>已解码的状态</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>当前元素的路径</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n 个提示</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>无法检查</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>问题：{0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>显示问题列表</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>%Ln 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} 字节</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>正在读取 {0}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>“{0}”的标签</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>%n 个状态的标签。半选表示仅部分状态带有该标签。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>还没有带标签的状态</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>存入</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>库，名称：</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>文件：</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>由时间生成的名称</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>库中的名称</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>状态文件</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>按 QEMU 发送的原样</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>作为 ASN.1 BER</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>文件的形式</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>请输入文件的完整路径。</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} 已存在：请选择其他名称。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有此文件夹。</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>不可能有这样的文件。</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>其他状态库(&amp;O)…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>请安装较新的 qmigui，或选择其他状态库。此状态库保持不变。</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>请等待另一个程序完成，然后重试。</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>请确认文件夹存在且您有写入权限，然后重试。</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>无法使用状态库</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>正在打开 {0}…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>正在解包：{0} / {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>正在解包：{0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>进程意外结束（{0}）</translation>
    </message>
</context>
</TS>
