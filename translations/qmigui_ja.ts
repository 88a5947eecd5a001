<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>BytesView</name>
    <message>
        <source>Bytes</source>
        <translation>バイト</translation>
    </message>
    <message>
        <source>The octets of the file, in hexadecimal and as text</source>
        <translation>ファイルのオクテットを 16 進数と文字で表示します</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture a Running Guest</source>
        <translation>実行中のゲストを取り込む</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>取り込む</translation>
    </message>
    <message>
        <source>By Its &amp;Monitor</source>
        <translation>モニターから</translation>
    </message>
    <message>
        <source>Let &amp;QEMU Send</source>
        <translation>QEMU に送らせる</translation>
    </message>
    <message>
        <source>How to capture</source>
        <translation>取り込み方</translation>
    </message>
    <message>
        <source>Socket of the QMP monitor</source>
        <translation>QMP モニターのソケット</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Look A&amp;gain</source>
        <translation>再検索</translation>
    </message>
    <message>
        <source>Let it &amp;run meanwhile, and pause it for the end only</source>
        <translation>その間も実行を続け、最後だけ一時停止する</translation>
    </message>
    <message>
        <source>QMP &amp;socket:</source>
        <translation>QMP ソケット:</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:パス、または tcp:ホスト:ポート</translation>
    </message>
    <message>
        <source>Say in QEMU&apos;s monitor (HMP):</source>
        <translation>QEMU のモニター (HMP) で入力:</translation>
    </message>
    <message>
        <source>or to its QMP monitor:</source>
        <translation>または QMP モニターで:</translation>
    </message>
    <message>
        <source>The guest stops when all has been sent; the command cont lets it go on. The capabilities return-path and postcopy-ram have to be off.</source>
        <translation>すべて送り終えるとゲストは停止します。cont コマンドで再開します。return-path と postcopy-ram は無効にしておく必要があります。</translation>
    </message>
    <message>
        <source>L&amp;isten on:</source>
        <translation>待ち受け:</translation>
    </message>
    <message>
        <source>{0} (process {1}): {2}</source>
        <translation>{0} (プロセス {1}): {2}</translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s) with a monitor found.</source>
        <translation>
            <numerusform>モニターのあるゲストが %n 個見つかりました。</numerusform>
        </translation>
    </message>
    <message>
        <source>libvirt has the monitor of {0}: use virsh save.</source>
        <translation>{0} のモニターは libvirt が使用中です。virsh save を使ってください。</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) have none that you may use.</source>
        <translation>
            <numerusform>ほかに %n 個ありますが、使えるモニターがありません。</numerusform>
        </translation>
    </message>
    <message>
        <source>To have one, start QEMU with -qmp unix:PATH,server=on,wait=off.</source>
        <translation>用意するには、QEMU を -qmp unix:PATH,server=on,wait=off で起動します。</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>待つ</translation>
    </message>
    <message>
        <source>Choose the socket of a monitor.</source>
        <translation>モニターのソケットを選んでください。</translation>
    </message>
    <message>
        <source>There is no socket {0}.</source>
        <translation>ソケット {0} はありません。</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation>QEMU</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>保管サイズ</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>圧縮比</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>追加日時</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>検査結果</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>検証日時</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>差分の親</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>問題なし</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>警告あり</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>未検査</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>親がありません</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>ファイルがありません</translation>
    </message>
    <message>
        <source>archive damaged</source>
        <translation>アーカイブ破損</translation>
    </message>
    <message>
        <source>binary stream</source>
        <translation>バイナリストリーム</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt の保存イメージ</translation>
    </message>
    <message>
        <source>no migration stream</source>
        <translation>移行ストリームではない</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to Offset</source>
        <translation>オフセットへ移動</translation>
    </message>
    <message>
        <source>Offset: 0x1f, 31, +16, -0x10, end-16</source>
        <translation>オフセット: 0x1f, 31, +16, -0x10, end-16</translation>
    </message>
    <message>
        <source>There is no such offset in this file: {0}</source>
        <translation>このオフセットはファイル内にありません: {0}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>“{0}” and “{1}”</source>
        <translation>「{0}」と「{1}」</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>比較中…</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>相違点</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>They do not differ.</source>
        <translation>違いはありません。</translation>
    </message>
    <message>
        <source>They differ:</source>
        <translation>次の違いがあります:</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert</source>
        <translation>変換</translation>
    </message>
    <message>
        <source>Files to convert</source>
        <translation>変換するファイル</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>変換後</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>確認中…</translation>
    </message>
    <message>
        <source>The other form (proposed)</source>
        <translation>もう一方の形式 (推奨)</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>Binary stream of QEMU</source>
        <translation>QEMU のバイナリストリーム</translation>
    </message>
    <message>
        <source>beside each file</source>
        <translation>各ファイルと同じ場所</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択(&amp;H)…</translation>
    </message>
    <message>
        <source>Only one-&amp;page elements in BER (historic schema)</source>
        <translation>BER の要素を 1 ページ単位に限る (旧スキーマ)(&amp;P)</translation>
    </message>
    <message>
        <source>Keep what cannot be read of a &amp;damaged state</source>
        <translation>破損した状態の読み取れない部分も残す(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Wait until the result is on the disk</source>
        <translation>結果がディスクに書き込まれるまで待つ(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>変換(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Into:</source>
        <translation>変換先(&amp;I):</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>フォルダー(&amp;F):</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>ファイル名(&amp;N):</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>バイナリ</translation>
    </message>
    <message>
        <source>no state</source>
        <translation>状態なし</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>そのフォルダーはありません。</translation>
    </message>
    <message>
        <source>A file cannot be its own result.</source>
        <translation>変換元のファイルを変換結果にすることはできません。</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} はすでに存在します。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>結果の保存先フォルダー</translation>
    </message>
</context>
<context>
    <name>CopyLines</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy: {0}</source>
        <translation>コピー: {0}</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The engine of this file has ended unexpectedly. {0}</source>
        <translation>このファイルの読み取りプロセスが予期せず終了しました。{0}</translation>
    </message>
    <message>
        <source>The check has ended unexpectedly.</source>
        <translation>検査が予期せず終了しました。</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>絞り込み中…</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n 個の要素</numerusform>
        </translation>
    </message>
    <message>
        <source>Comment a Bookmark</source>
        <translation>ブックマークにコメント</translation>
    </message>
    <message>
        <source>Comment on {0}:</source>
        <translation>{0} へのコメント:</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>値をコピー(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;Name</source>
        <translation>名前をコピー(&amp;N)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>パスをコピー(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>16 進数としてコピー(&amp;H)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>JSON としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Filter by This Name</source>
        <translation>この名前で絞り込む(&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;ilter by This Value</source>
        <translation>この値で絞り込む</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>ブックマークを設定または解除(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Comment a Bookmark…</source>
        <translation>ブックマークにコメント…</translation>
    </message>
    <message>
        <source>&amp;Expand All Below</source>
        <translation>配下をすべて展開(&amp;E)</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>%n 個のファイルを開く</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Convert %n file(s) to the other form</source>
        <translation>
            <numerusform>%n 個のファイルをもう一方の形式に変換</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Store %n file(s) in the library</source>
        <translation>
            <numerusform>%n 個のファイルをライブラリに保存</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>No saved states yet</source>
        <translation>保存された状態はまだありません</translation>
    </message>
    <message>
        <source>Drop files here, or choose them. They are checked and compressed, and can be restored as they were.</source>
        <translation>ここにファイルをドロップするか、ボタンで選んでください。検査と圧縮をして保管し、元のとおりに復元できます。</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>ファイルを保管(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Open a saved machine</source>
        <translation>保存済み仮想マシンを開く</translation>
    </message>
    <message>
        <source>Drop files anywhere in this window, or choose them.
qmigui reads the states that QEMU saves, plain or compressed, and their BER form;
it shows what is in them, checks them, and converts one form into the other.</source>
        <translation>このウィンドウのどこにでもファイルをドロップできます。ボタンで選ぶこともできます。
qmigui は、QEMU が保存した状態 (圧縮の有無を問いません) とその BER 形式を読み取り、
内容の表示と検査、両形式間の変換を行います。</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>ファイルを開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Con&amp;vert Files…</source>
        <translation>ファイルを変換(&amp;V)…</translation>
    </message>
    <message>
        <source>library</source>
        <translation>ライブラリ</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>{0} cannot be opened</source>
        <translation>{0} を開けません</translation>
    </message>
    <message>
        <source>Why the file cannot be opened</source>
        <translation>ファイルを開けない理由</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>This is a mistake in qmigui, please report it:</source>
        <translation>これは qmigui の不具合です。報告をお願いします:</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message>
        <source>About qmigui</source>
        <translation>qmigui について</translation>
    </message>
    <message>
        <source>Saved QEMU machine states, in binary and in ASN.1 BER.</source>
        <translation>保存された QEMU マシンの状態、バイナリと ASN.1 BER。</translation>
    </message>
    <message>
        <source>Free software under the GNU Lesser General Public License, version 2.1 or later.</source>
        <translation>GNU Lesser General Public License バージョン 2.1 以降に基づく自由ソフトウェアです。</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>&amp;Copy Versions</source>
        <translation>バージョンをコピー</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Tree: go to the parent</source>
        <translation>ツリー: 親の要素へ移動</translation>
    </message>
    <message>
        <source>Tree: expand all below</source>
        <translation>ツリー: 配下をすべて展開</translation>
    </message>
    <message>
        <source>Bytes: select</source>
        <translation>バイト: 選択</translation>
    </message>
    <message>
        <source>RAM map: show fewer, more or all pages</source>
        <translation>RAM マップ: 拡大、縮小、全ページを表示</translation>
    </message>
    <message>
        <source>RAM map: go to the bytes of the page</source>
        <translation>RAM マップ: ページのバイトへ移動</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>From</source>
        <translation>変換元</translation>
    </message>
    <message>
        <source>To</source>
        <translation>変換先</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進捗</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>残り時間</translation>
    </message>
    <message>
        <source>library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>waiting for QEMU</source>
        <translation>QEMU を待っています</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>{0} 読み取り済み</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 中 {0}</translation>
    </message>
    <message>
        <source>cancelled; nothing was written</source>
        <translation>キャンセルしました (書き込みなし)</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>失敗: {0}</translation>
    </message>
    <message>
        <source>done, {0}</source>
        <translation>完了、{0}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Conversions</source>
        <translation>変換</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>結果を開く</translation>
    </message>
    <message>
        <source>Show in File Manager</source>
        <translation>ファイルマネージャーで表示</translation>
    </message>
    <message>
        <source>Copy Command for QEMU</source>
        <translation>QEMU のコマンドをコピー</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>終了した項目を消去</translation>
    </message>
    <message>
        <source>No conversions. Choose Convert in the File menu, or drop files on the window.</source>
        <translation>変換はありません。「ファイル」メニューの「変換」を選ぶか、ウィンドウにファイルをドロップしてください。</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>開く(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Store Files…</source>
        <translation>ファイルを保管(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Restore or Export…</source>
        <translation>復元またはエクスポート(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>検証(&amp;V)</translation>
    </message>
    <message>
        <source>Verify &amp;All</source>
        <translation>すべて検証(&amp;A)</translation>
    </message>
    <message>
        <source>Com&amp;pare…</source>
        <translation>比較(&amp;P)…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>名前を変更(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>タグ(&amp;T)…</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>メモ(&amp;E)</translation>
    </message>
    <message>
        <source>Copy &amp;ID</source>
        <translation>ID をコピー(&amp;I)</translation>
    </message>
    <message>
        <source>Show in &amp;File Manager</source>
        <translation>ファイルマネージャーで表示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>ゴミ箱に移動(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>Open Ot&amp;her Library…</source>
        <translation>別のライブラリを開く(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>ライブラリ(&amp;L)</translation>
    </message>
    <message>
        <source>Re&amp;cent Libraries</source>
        <translation>最近使ったライブラリ(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep Damaged States Without Asking</source>
        <translation>破損した状態も確認せずに保管(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>元に戻す(&amp;U): {0}</translation>
    </message>
    <message>
        <source>&amp;My Library</source>
        <translation>マイライブラリ(&amp;M)</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Rename to “{0}”</source>
        <translation>名前を「{0}」に変更</translation>
    </message>
    <message>
        <source>Change of Note</source>
        <translation>メモの変更</translation>
    </message>
    <message>
        <source>Change of Tags</source>
        <translation>タグの変更</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>ゴミ箱に移動</translation>
    </message>
    <message numerus="yes">
        <source>Move %n state(s) to the trash?</source>
        <translation>
            <numerusform>%n 個の状態をゴミ箱に移動しますか?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to Trash</source>
        <translation>ゴミ箱に移動(&amp;M)</translation>
    </message>
    <message numerus="yes">
        <source>Move of %n State(s) to the Trash</source>
        <translation>
            <numerusform>%n 個の状態をゴミ箱に移動</numerusform>
        </translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>「{0}」をゴミ箱に移動しました。</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) are in the trash.</source>
        <translation>
            <numerusform>%n 個の状態をゴミ箱に移動しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>元に戻しました: {0}</translation>
    </message>
    <message>
        <source>It cannot be undone: {0}</source>
        <translation>元に戻せません: {0}</translation>
    </message>
    <message>
        <source>Store in the Library</source>
        <translation>ライブラリに保管</translation>
    </message>
    <message>
        <source>“{0}” is in this library already, or is a folder; it is passed over.</source>
        <translation>「{0}」はすでにこのライブラリにあるか、フォルダーであるため、スキップしました。</translation>
    </message>
    <message>
        <source>Verify “{0}”</source>
        <translation>「{0}」を検証</translation>
    </message>
    <message numerus="yes">
        <source>Verify %n state(s)</source>
        <translation>
            <numerusform>%n 個の状態を検証</numerusform>
        </translation>
    </message>
    <message>
        <source>Verify the library</source>
        <translation>ライブラリを検証</translation>
    </message>
    <message>
        <source>Open Another Library</source>
        <translation>別のライブラリを開く</translation>
    </message>
    <message>
        <source>There is no library in this folder, but other files are. Make a library here?</source>
        <translation>このフォルダーにはライブラリがなく、ほかのファイルがあります。ここにライブラリを作成しますか?</translation>
    </message>
    <message>
        <source>&amp;Make a Library</source>
        <translation>ライブラリを作成(&amp;M)</translation>
    </message>
</context>
<context>
    <name>LibraryDetails</name>
    <message>
        <source>Details of the state</source>
        <translation>状態の詳細</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>タグ…</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>検査結果</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>保管サイズ</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>追加日時</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>検証日時</translation>
    </message>
    <message>
        <source>Delta of</source>
        <translation>差分の親</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>必要とする状態</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Guest UUID</source>
        <translation>ゲストの UUID</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>セクション</translation>
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
        <translation>ファイル</translation>
    </message>
    <message>
        <source>No state is selected</source>
        <translation>状態が選択されていません</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n 個の状態を選択中</numerusform>
        </translation>
    </message>
    <message>
        <source>QEMU {0}</source>
        <translation>QEMU {0}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>レベル {0}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>未実施</translation>
    </message>
    <message>
        <source>{0}, which is missing</source>
        <translation>{0} (見つかりません)</translation>
    </message>
    <message>
        <source>{0}, from {1}</source>
        <translation>{0} (元ファイル: {1})</translation>
    </message>
    <message>
        <source>{0} ({1} bytes)</source>
        <translation>{0} ({1} バイト)</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>group, open</source>
        <translation>グループ、展開</translation>
    </message>
    <message>
        <source>group, closed</source>
        <translation>グループ、折りたたみ</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>その他のマシン</translation>
    </message>
    <message>
        <source>No tags</source>
        <translation>タグなし</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Examples of searches</source>
        <translation>検索の例</translation>
    </message>
    <message>
        <source>Search for tags</source>
        <translation>タグで検索</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>保存した検索</translation>
    </message>
    <message>
        <source>Groups, order, columns, details</source>
        <translation>グループ、並び順、列、詳細</translation>
    </message>
    <message>
        <source>Store files in the library</source>
        <translation>ファイルをライブラリに保管</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) selected</source>
        <translation>
            <numerusform>%n 個の状態を選択中</numerusform>
        </translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>グループ分け</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>なし(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>マシン(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Series: a guest, and what needs what</source>
        <translation>系列: ゲストと状態の依存関係(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tag</source>
        <translation>タグ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Open All Groups</source>
        <translation>すべてのグループを展開(&amp;O)</translation>
    </message>
    <message>
        <source>C&amp;lose All Groups</source>
        <translation>すべてのグループを折りたたむ(&amp;L)</translation>
    </message>
    <message>
        <source>Sort &amp;By</source>
        <translation>並べ替え(&amp;B)</translation>
    </message>
    <message>
        <source>Largest and &amp;Latest First</source>
        <translation>大きい順・新しい順(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>詳細(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep It Anyway</source>
        <translation>それでも保管(&amp;K)</translation>
    </message>
    <message>
        <source>Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.</source>
        <translation>ドラッグ先に渡したのは、アーカイブと、それが必要とするアーカイブです。zstd -d または qmigui で復元できます。</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s)</source>
        <translation>
            <numerusform>%n 個の状態</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryTable</name>
    <message>
        <source>States of the library</source>
        <translation>ライブラリ内の状態</translation>
    </message>
    <message>
        <source>&amp;Reset Columns</source>
        <translation>列をリセット(&amp;R)</translation>
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
        <translation>バイナリ</translation>
    </message>
    <message>
        <source>snapshot {0}</source>
        <translation>スナップショット {0}</translation>
    </message>
    <message>
        <source>libvirt image</source>
        <translation>libvirt イメージ</translation>
    </message>
    <message>
        <source>library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>The bytes are those of the file as it is; offsets are places in it.</source>
        <translation>バイトはファイルそのもので、オフセットはその中の位置です。</translation>
    </message>
    <message>
        <source>The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in.</source>
        <translation>バイトは展開した状態のもので、オフセットは元のファイルではなくその中の位置です。</translation>
    </message>
    <message>
        <source>Mistake in qmigui</source>
        <translation>qmigui の不具合</translation>
    </message>
    <message>
        <source>Something went wrong that should not have. The details help to mend it.</source>
        <translation>起こるはずのない問題が発生しました。詳細情報は修正に役立ちます。</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>詳細をコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Convert saved machines</source>
        <translation>保存済み仮想マシンを変換</translation>
    </message>
    <message>
        <source>Conversions under way</source>
        <translation>変換の実行中</translation>
    </message>
    <message numerus="yes">
        <source>%n conversion(s) are not finished. What is stopped leaves nothing behind.</source>
        <translation>
            <numerusform>%n 件の変換が終わっていません。中止した変換のファイルは残りません。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop Them</source>
        <translation>中止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>続行(&amp;G)</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Manual</source>
        <translation>マニュアル</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>最初のページ</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>このページを検索</translation>
    </message>
    <message>
        <source>The manual is not installed. It is in the directory docs of the source code.</source>
        <translation>マニュアルはインストールされていません。ソースコードの docs ディレクトリにあります。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>見つかりません</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Con&amp;vert…</source>
        <translation>変換(&amp;V)…</translation>
    </message>
    <message>
        <source>Capt&amp;ure Running Guest…</source>
        <translation>実行中のゲストを取り込む…</translation>
    </message>
    <message>
        <source>&amp;Send to Waiting QEMU…</source>
        <translation>待機中の QEMU に送る…</translation>
    </message>
    <message>
        <source>&amp;Close File</source>
        <translation>ファイルを閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近使ったファイル(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>値をコピー(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>パスをコピー(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>16 進数としてコピー(&amp;H)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>JSON としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>検索(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>次を検索(&amp;N)</translation>
    </message>
    <message>
        <source>Find Prev&amp;ious</source>
        <translation>前を検索(&amp;I)</translation>
    </message>
    <message>
        <source>Fil&amp;ter</source>
        <translation>絞り込み(&amp;T)</translation>
    </message>
    <message>
        <source>Set or Clear &amp;Bookmark</source>
        <translation>ブックマークを設定または解除(&amp;B)</translation>
    </message>
    <message>
        <source>Comment a Boo&amp;kmark…</source>
        <translation>ブックマークにコメント…</translation>
    </message>
    <message>
        <source>Book&amp;marks</source>
        <translation>ブックマーク</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>移動(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>戻る(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>進む(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Next Item</source>
        <translation>次の項目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous Item</source>
        <translation>前の項目(&amp;P)</translation>
    </message>
    <message>
        <source>Next P&amp;roblem</source>
        <translation>次の問題(&amp;R)</translation>
    </message>
    <message>
        <source>Previous Proble&amp;m</source>
        <translation>前の問題(&amp;M)</translation>
    </message>
    <message>
        <source>To &amp;Offset…</source>
        <translation>オフセットへ移動(&amp;O)…</translation>
    </message>
    <message>
        <source>Next P&amp;ane</source>
        <translation>次のペイン(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Expand All</source>
        <translation>すべて展開(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Collapse All</source>
        <translation>すべて折りたたむ(&amp;C)</translation>
    </message>
    <message>
        <source>Expand to Level &amp;1</source>
        <translation>レベル &amp;1 まで展開</translation>
    </message>
    <message>
        <source>Expand to Level &amp;2</source>
        <translation>レベル &amp;2 まで展開</translation>
    </message>
    <message>
        <source>Expand to Level &amp;3</source>
        <translation>レベル &amp;3 まで展開</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Normal Text</source>
        <translation>標準の文字サイズ</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全画面表示(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>パネル(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>数値の表記(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外観(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>レイアウトをリセット(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Decimal and Hexadecimal</source>
        <translation>10 進数と 16 進数(&amp;D)</translation>
    </message>
    <message>
        <source>D&amp;ecimal</source>
        <translation>10 進数(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal</source>
        <translation>16 進数(&amp;H)</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>デスクトップに合わせる(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>ダーク(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>マニュアル</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About qmigui</source>
        <translation>qmigui について(&amp;A)</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>まだファイルはありません</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>この一覧を消去(&amp;C)</translation>
    </message>
    <message>
        <source>None in this file</source>
        <translation>このファイルにはありません</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Write a note</source>
        <translation>メモを入力</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message>
        <source>Nothing found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>No state of the library is what you search for.</source>
        <translation>検索に一致する状態はライブラリにありません。</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>すべて表示(&amp;A)</translation>
    </message>
</context>
<context>
    <name>OpenFiles</name>
    <message>
        <source>Open files</source>
        <translation>開いているファイル</translation>
    </message>
    <message>
        <source>Open saved machines</source>
        <translation>保存済み仮想マシンを開く</translation>
    </message>
</context>
<context>
    <name>OpeningLibrary</name>
    <message>
        <source>Opening the library</source>
        <translation>ライブラリを開いています</translation>
    </message>
    <message>
        <source>Opening the library…</source>
        <translation>ライブラリを開いています…</translation>
    </message>
    <message>
        <source>{0} of {1} archives looked at</source>
        <translation>アーカイブを確認中: {0} / {1}</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>absent</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>full</source>
        <translation>内容あり</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>単一値</translation>
    </message>
    <message>
        <source>XBZRLE</source>
        <translation>XBZRLE</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>圧縮</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>古いデータ</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>問題</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Conversions</source>
        <translation>変換</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
</context>
<context>
    <name>ProblemModel</name>
    <message>
        <source>Severity</source>
        <translation>重大度</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>オフセット</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Show only problems with this text</source>
        <translation>この文字列を含む問題だけを表示</translation>
    </message>
    <message>
        <source>Save the list as text or JSON</source>
        <translation>一覧をテキストまたは JSON で保存</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>エラー %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>警告 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>注記 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Show or hide these</source>
        <translation>表示と非表示を切り替え</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>検査中…</translation>
    </message>
    <message>
        <source>Checking… {0}</source>
        <translation>検査中… {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n more not listed</source>
        <translation>
            <numerusform>ほか %n 件は省略</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>問題なし</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>テキスト (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save Problems</source>
        <translation>問題を保存</translation>
    </message>
</context>
<context>
    <name>RamMap</name>
    <message>
        <source>Map of a RAM block</source>
        <translation>RAM ブロックのマップ</translation>
    </message>
    <message>
        <source>One cell for each page; arrow keys move, Return goes to its bytes</source>
        <translation>1 マスが 1 ページです。矢印キーで移動し、Return キーでページのバイトへ進みます</translation>
    </message>
</context>
<context>
    <name>RamPanel</name>
    <message>
        <source>RAM blocks</source>
        <translation>RAM ブロック</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>Show more pages</source>
        <translation>表示するページを増やす</translation>
    </message>
    <message>
        <source>Show fewer pages</source>
        <translation>表示するページを減らす</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>全ページを表示</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore or Export</source>
        <translation>復元またはエクスポート</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) of the library</source>
        <translation>
            <numerusform>ライブラリ内の %n 個の状態</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was stored, octet for octet</source>
        <translation>保管時のまま (オクテット単位で同一)</translation>
    </message>
    <message>
        <source>Binary migration stream</source>
        <translation>バイナリの移行ストリーム</translation>
    </message>
    <message>
        <source>ASN.1 BER</source>
        <translation>ASN.1 BER</translation>
    </message>
    <message>
        <source>libvirt save image</source>
        <translation>libvirt の保存イメージ</translation>
    </message>
    <message>
        <source>Archive with name, tags and note</source>
        <translation>名前、タグ、メモ付きのアーカイブ</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>A machine goes on from this state only if its disks are as they were when it was saved.</source>
        <translation>この状態からマシンを再開できるのは、ディスクが保存時のままである場合だけです。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>復元(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>形式(&amp;F):</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>エクスポート(&amp;E)</translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation>フォルダー(&amp;O):</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>ファイル(&amp;I):</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>そのフォルダーはありません。</translation>
    </message>
    <message>
        <source>That is a folder.</source>
        <translation>これはフォルダーです。</translation>
    </message>
    <message>
        <source>The file exists. It will be replaced when the new one is complete.</source>
        <translation>ファイルはすでに存在します。新しいファイルが完成した時点で置き換えられます。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>&amp;Save This Search…</source>
        <translation>この検索を保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Forget This Search</source>
        <translation>この検索を削除(&amp;F)</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>検索を保存</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>検索の名前:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Text to search for</source>
        <translation>検索する文字列</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>検索対象</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>オフセット</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正規表現</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>前の一致を検索</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>次の一致を検索</translation>
    </message>
    <message>
        <source>Show only what matches</source>
        <translation>一致するものだけを表示</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Examples of searches</source>
        <translation>検索の例</translation>
    </message>
    <message>
        <source>All that is typed must hold. A minus before a term: it must not.</source>
        <translation>入力した条件をすべて満たすものを探します。条件の前に - を付けると除外します。</translation>
    </message>
    <message>
        <source>in name, tags, note, machine or file name</source>
        <translation>名前、タグ、メモ、マシン、ファイル名のいずれかに含む</translation>
    </message>
    <message>
        <source>that is the name</source>
        <translation>名前が完全に一致</translation>
    </message>
    <message>
        <source>has that tag; tag:* has any</source>
        <translation>そのタグを持つ。tag:* はタグがあればよい</translation>
    </message>
    <message>
        <source>the machine type has that in it</source>
        <translation>マシンの種類に含む</translation>
    </message>
    <message>
        <source>has such a device</source>
        <translation>そのデバイスを持つ</translation>
    </message>
    <message>
        <source>target, and version of the machine type</source>
        <translation>ターゲットと、マシンの種類のバージョン</translation>
    </message>
    <message>
        <source>size of the state, and of its RAM</source>
        <translation>状態のサイズと、RAM のサイズ</translation>
    </message>
    <message>
        <source>when it was saved</source>
        <translation>保存した日時</translation>
    </message>
    <message>
        <source>clean, warnings, damaged, unchecked, missing, orphan, failed</source>
        <translation>clean, warnings, damaged, unchecked, missing, orphan, failed</translation>
    </message>
    <message>
        <source>no delta; a delta far down</source>
        <translation>差分でない状態、深い階層の差分</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>ライブラリを検索</translation>
    </message>
</context>
<context>
    <name>SendDialog</name>
    <message>
        <source>Send to a Waiting QEMU</source>
        <translation>待機中の QEMU に送る</translation>
    </message>
    <message>
        <source>a file, or library:ID</source>
        <translation>ファイル、または library:ID</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>unix:PATH, or tcp:HOST:PORT</source>
        <translation>unix:パス、または tcp:ホスト:ポート</translation>
    </message>
    <message>
        <source>Start QEMU as the guest was started, and with:</source>
        <translation>ゲストの起動時と同じ指定に次を加えて QEMU を起動:</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>The disks of the guest must be as they were when its state was saved.</source>
        <translation>ゲストのディスクは、状態を保存した時のままでなければなりません。</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>送る</translation>
    </message>
    <message>
        <source>S&amp;tate:</source>
        <translation>状態:</translation>
    </message>
    <message>
        <source>T&amp;o:</source>
        <translation>宛先:</translation>
    </message>
    <message>
        <source>&amp;Wait for it:</source>
        <translation>待つ時間:</translation>
    </message>
    <message>
        <source>State to send</source>
        <translation>送る状態</translation>
    </message>
    <message>
        <source>Choose the state to send.</source>
        <translation>送る状態を選んでください。</translation>
    </message>
    <message>
        <source>There is no file {0}.</source>
        <translation>ファイル {0} はありません。</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>そのようなファイルは作れません。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>デスクトップに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Decimal and hexadecimal</source>
        <translation>10 進と 16 進</translation>
    </message>
    <message>
        <source>Decimal</source>
        <translation>10 進</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>16 進</translation>
    </message>
    <message>
        <source>At the start, &amp;reopen what was open</source>
        <translation>起動時に、開いていたものを再び開く</translation>
    </message>
    <message>
        <source>the usual folder</source>
        <translation>通常のフォルダー</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小さく</translation>
    </message>
    <message>
        <source>As the machine has</source>
        <translation>コンピューターに合わせる</translation>
    </message>
    <message>
        <source>&amp;Keep damaged states too</source>
        <translation>損傷した状態も保存する</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>言語:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>外観:</translation>
    </message>
    <message>
        <source>&amp;Numbers:</source>
        <translation>数値:</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>フォルダー:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>圧縮:</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>スレッド:</translation>
    </message>
    <message>
        <source>There can be no such folder.</source>
        <translation>そのようなフォルダーは作れません。</translation>
    </message>
    <message>
        <source>Write the whole path of the folder.</source>
        <translation>フォルダーの完全なパスを入力してください。</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>これはファイルで、フォルダーではありません。</translation>
    </message>
    <message>
        <source>QMIGUI_LIBRARY in the environment says which one.</source>
        <translation>環境変数 QMIGUI_LIBRARY で決まっています。</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>ライブラリのフォルダー</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>note</source>
        <translation>注記</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Choose a Snapshot</source>
        <translation>スナップショットの選択</translation>
    </message>
    <message numerus="yes">
        <source>{0} holds %n saved state(s). Open which one?</source>
        <translation>
            <numerusform>{0} には保存された状態が %n 個あります。どれを開きますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>VM Clock</source>
        <translation>VM クロック</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>StateModel</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>オフセット</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>エラー %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>警告 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>注記 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Decoded state</source>
        <translation>解読した状態</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Path of the current element</source>
        <translation>現在の要素のパス</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>エラー %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>警告 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>注記 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>検査中…</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>検査できませんでした</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>問題なし</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>問題: {0}</translation>
    </message>
    <message>
        <source>Show the list of problems</source>
        <translation>問題の一覧を表示</translation>
    </message>
    <message numerus="yes">
        <source>%Ln octet(s)</source>
        <translation>
            <numerusform>%Ln オクテット</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} octets</source>
        <translation>{0} オクテット</translation>
    </message>
    <message>
        <source>reading {0}</source>
        <translation>読み取り中 {0}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Tags of “{0}”</source>
        <translation>「{0}」のタグ</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n state(s). Half marked: some of them have it.</source>
        <translation>
            <numerusform>%n 個の状態のタグ。中間のチェックは、一部の状態にあるタグです。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>追加(&amp;A)</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新しいタグ</translation>
    </message>
</context>
<context>
    <name>TagsMenu</name>
    <message>
        <source>No state has a tag yet</source>
        <translation>タグの付いた状態はまだありません</translation>
    </message>
</context>
<context>
    <name>Target</name>
    <message>
        <source>Into</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>The &amp;library, as:</source>
        <translation>ライブラリ、名前:</translation>
    </message>
    <message>
        <source>A &amp;file:</source>
        <translation>ファイル:</translation>
    </message>
    <message>
        <source>a name made of the time</source>
        <translation>時刻から付けた名前</translation>
    </message>
    <message>
        <source>Name in the library</source>
        <translation>ライブラリでの名前</translation>
    </message>
    <message>
        <source>File for the state</source>
        <translation>状態のファイル</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>as QEMU sends it</source>
        <translation>QEMU が送るまま</translation>
    </message>
    <message>
        <source>as ASN.1 BER</source>
        <translation>ASN.1 BER で</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>ファイルの形式</translation>
    </message>
    <message>
        <source>Write the whole path of the file.</source>
        <translation>ファイルの完全なパスを入力してください。</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name.</source>
        <translation>{0} はすでにあります。別の名前にしてください。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>そのフォルダーはありません。</translation>
    </message>
    <message>
        <source>There can be no such file.</source>
        <translation>そのようなファイルは作れません。</translation>
    </message>
</context>
<context>
    <name>UnusableLibrary</name>
    <message>
        <source>&amp;Try Again</source>
        <translation>再試行(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Other Library…</source>
        <translation>別のライブラリ(&amp;O)…</translation>
    </message>
    <message>
        <source>Install the newer qmigui, or choose another library. This one is left as it is.</source>
        <translation>新しい qmigui をインストールするか、別のライブラリを選んでください。このライブラリは変更されません。</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then try again.</source>
        <translation>別のプログラムの処理が終わるのを待ってから、再試行してください。</translation>
    </message>
    <message>
        <source>Check that the folder is there and that you may write to it, then try again.</source>
        <translation>フォルダーが存在し、書き込めることを確認してから、再試行してください。</translation>
    </message>
    <message>
        <source>The library cannot be used</source>
        <translation>ライブラリを使用できません</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Opening {0}…</source>
        <translation>{0} を開いています…</translation>
    </message>
    <message>
        <source>Unpacking: {0} of {1}</source>
        <translation>展開中: {0} / {1}</translation>
    </message>
    <message>
        <source>Unpacking: {0}</source>
        <translation>展開中: {0}</translation>
    </message>
</context>
<context>
    <name>_Run</name>
    <message>
        <source>the process ended unexpectedly ({0})</source>
        <translation>プロセスが予期せず終了しました ({0})</translation>
    </message>
</context>
</TS>
