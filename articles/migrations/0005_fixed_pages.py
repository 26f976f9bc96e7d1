"""The fixed pages, with a starting text that the newsroom makes its own at the desk."""

from django.db import migrations

PEDOMAN_MEDIA_SIBER = """
<p>Media ini bekerja menurut Pedoman Pemberitaan Media Siber, yang ditandatangani organisasi pers dan Dewan Pers di Jakarta pada 3 Februari 2012 dan disahkan sebagai Peraturan Dewan Pers Nomor 1/Peraturan-DP/III/2012. Halaman ini meringkas isinya dengan kata-kata kami sendiri. Teks lengkap dan yang berlaku adalah milik Dewan Pers dan dapat dibaca di <a href="https://dewanpers.or.id/">laman Dewan Pers</a>.</p>
<h2>Ruang lingkup</h2>
<p>Pedoman ini mengatur media yang memakai internet untuk kerja jurnalistik, tunduk pada Undang-Undang Nomor 40 Tahun 1999 tentang Pers, dan memenuhi standar perusahaan pers. Isi buatan pengguna ialah segala yang dibuat atau dikirim pembaca: tulisan, komentar, gambar, suara, dan video.</p>
<h2>Verifikasi dan keberimbangan berita</h2>
<ul>
<li>Setiap berita pada dasarnya harus diverifikasi.</li>
<li>Berita yang dapat merugikan pihak lain diverifikasi dalam berita itu juga, supaya akurat dan berimbang.</li>
<li>Berita yang belum terverifikasi hanya boleh terbit apabila memenuhi semua syarat ini: menyangkut kepentingan umum yang mendesak; sumber pertamanya jelas, disebut namanya, dapat dipercaya, dan cakap; orang yang harus dikonfirmasi tidak diketahui keberadaannya atau tidak dapat diwawancarai; dan pembaca diberi tahu bahwa berita itu masih memerlukan verifikasi. Keterangan itu dimuat di akhir berita, di dalam kurung, dengan huruf miring.</li>
<li>Sesudah itu upaya verifikasi diteruskan. Hasilnya dimuat sebagai berita pembaruan yang bertaut ke berita semula.</li>
</ul>
<h2>Isi buatan pengguna</h2>
<ul>
<li>Syarat dan ketentuan isi buatan pengguna dicantumkan dengan jelas.</li>
<li>Pengguna mendaftar dan masuk lebih dahulu sebelum dapat mengirim isi.</li>
<li>Saat mendaftar, pengguna menyatakan setuju secara tertulis bahwa isi yang dikirimnya tidak bohong, tidak fitnah, tidak sadis, dan tidak cabul; tidak memuat prasangka dan kebencian terkait suku, agama, ras, dan antargolongan serta tidak menganjurkan kekerasan; dan tidak diskriminatif atau merendahkan martabat orang yang lemah, miskin, sakit, atau cacat.</li>
<li>Redaksi berwenang menyunting atau menghapus isi yang melanggar ketentuan itu.</li>
<li>Cara mengadukan isi yang melanggar disediakan di tempat yang mudah dicapai.</li>
<li>Isi yang diadukan dan terbukti melanggar disunting, dihapus, atau dikoreksi secepatnya, paling lambat 2 x 24 jam sejak aduan diterima.</li>
<li>Media yang memenuhi ketentuan ini tidak dibebani tanggung jawab atas masalah yang timbul dari isi tersebut; media yang melewati batas waktu itu bertanggung jawab atasnya.</li>
</ul>
<h2>Ralat, koreksi, dan hak jawab</h2>
<ul>
<li>Ralat, koreksi, dan hak jawab mengikuti Undang-Undang Pers, Kode Etik Jurnalistik, dan Pedoman Hak Jawab.</li>
<li>Ralat, koreksi, dan hak jawab ditautkan pada berita yang bersangkutan.</li>
<li>Waktu pemuatannya dicantumkan di setiap ralat, koreksi, dan hak jawab.</li>
<li>Apabila berita disiarkan ulang oleh media lain, pembuat berita bertanggung jawab atas berita di medianya; media yang menyiarkan ulang wajib ikut mengoreksi, dan bertanggung jawab sendiri apabila tidak melakukannya.</li>
<li>Menurut Undang-Undang Pers, media yang tidak melayani hak jawab dapat dipidana denda paling banyak Rp500 juta.</li>
</ul>
<p>Ralat dan pembaruan kami tercatat di halaman <a href="/ralat/">Ralat</a>. Cara mengajukan koreksi dan hak jawab ada di halaman <a href="/hak-jawab/">Hak Jawab</a>.</p>
<h2>Pencabutan berita</h2>
<ul>
<li>Berita yang sudah terbit tidak dapat dicabut karena penyensoran dari pihak luar redaksi. Pencabutan hanya boleh dilakukan apabila terkait masalah suku, agama, ras, dan antargolongan, kesusilaan, masa depan anak, pengalaman traumatik korban, atau pertimbangan khusus lain yang ditetapkan Dewan Pers.</li>
<li>Media lain yang mengutip berita itu wajib mengikuti pencabutan.</li>
<li>Pencabutan disertai alasannya dan diumumkan kepada publik. Pencabutan kami tercatat di halaman <a href="/pencabutan/">Pencabutan</a>.</li>
</ul>
<h2>Iklan</h2>
<p>Berita dan iklan dibedakan dengan tegas. Setiap isi berbayar diberi keterangan “advertorial”, “iklan”, “ads”, “sponsored”, atau kata lain yang menjelaskan bahwa isi itu iklan.</p>
<h2>Hak cipta</h2>
<p>Hak cipta dihormati sebagaimana diatur peraturan perundang-undangan.</p>
<h2>Pencantuman pedoman dan sengketa</h2>
<p>Pedoman ini dicantumkan di media siber secara terang dan jelas. Sengketa mengenai pelaksanaannya pada akhirnya dinilai oleh Dewan Pers.</p>
"""

KODE_ETIK = """
<p>Wartawan kami menaati Kode Etik Jurnalistik yang disepakati organisasi wartawan di Jakarta pada 14 Maret 2006 dan disahkan sebagai Peraturan Dewan Pers Nomor 6/Peraturan-DP/V/2008. Halaman ini meringkasnya dengan kata-kata kami sendiri. Teks lengkap dapat dibaca di <a href="https://dewanpers.or.id/">laman Dewan Pers</a>.</p>
<ol>
<li><strong>Independen.</strong> Berita kami akurat, berimbang, dan tidak beriktikad buruk.</li>
<li><strong>Profesional.</strong> Kami menunjukkan identitas kepada narasumber, tidak menyuap, tidak menjiplak, menghormati pengalaman traumatik, dan menjelaskan apabila gambar atau suara direkayasa.</li>
<li><strong>Menguji informasi.</strong> Kami memeriksa kebenaran informasi, memberi ruang yang berimbang, tidak mencampurkan fakta dengan opini yang menghakimi, dan memegang asas praduga tak bersalah.</li>
<li><strong>Tidak bohong.</strong> Kami tidak membuat berita bohong, fitnah, sadis, dan cabul. Foto dan video arsip diberi keterangan waktu.</li>
<li><strong>Melindungi yang rentan.</strong> Kami tidak menyebut dan tidak menyiarkan identitas korban kejahatan susila dan anak yang menjadi pelaku kejahatan. Menurut Pedoman Pemberitaan Ramah Anak, anak yang menjadi korban atau saksi juga kami lindungi.</li>
<li><strong>Tidak menyalahgunakan profesi.</strong> Kami tidak mengambil keuntungan pribadi dari informasi dan tidak menerima suap, dalam bentuk apa pun.</li>
<li><strong>Melindungi narasumber.</strong> Kami menjaga narasumber yang tidak ingin diketahui identitas dan keberadaannya, serta menghargai embargo, informasi latar belakang, dan keterangan yang tidak untuk disiarkan.</li>
<li><strong>Tidak diskriminatif.</strong> Kami tidak menulis berdasarkan prasangka atas dasar suku, ras, warna kulit, agama, jenis kelamin, dan bahasa, serta tidak merendahkan orang yang lemah, miskin, sakit, atau cacat.</li>
<li><strong>Menghormati kehidupan pribadi.</strong> Kami menahan diri dari urusan pribadi narasumber, kecuali untuk kepentingan publik.</li>
<li><strong>Segera memperbaiki.</strong> Kami segera mencabut, meralat, dan memperbaiki berita yang keliru, disertai permintaan maaf apabila kesalahannya menyangkut pokok berita.</li>
<li><strong>Melayani hak jawab dan hak koreksi</strong> secara proporsional.</li>
</ol>
<p>Penilaian akhir atas pelanggaran kode etik jurnalistik ada pada Dewan Pers. Sanksinya dijatuhkan oleh organisasi wartawan atau perusahaan pers.</p>
"""

TENTANG_KAMI = """
<p>Kami media lokal yang menulis untuk warga: tentang kota dan kampung, sungai dan hutan, pasar dan sekolah, serta keputusan yang memengaruhi hidup sehari-hari.</p>
<h2>Yang kami pegang</h2>
<ul>
<li>Berita ditulis dan disunting oleh orang yang namanya tercantum. Siapa kami dapat dilihat di halaman <a href="/redaksi/">Redaksi</a>.</li>
<li>Kesalahan kami perbaiki secara terbuka. Semua ralat tercatat di halaman <a href="/ralat/">Ralat</a>.</li>
<li>Isi berbayar selalu diberi keterangan dan tidak pernah disamarkan sebagai berita.</li>
<li>Satu berita satu halaman: tanpa halaman yang dipotong-potong dan tanpa video yang menyala sendiri.</li>
</ul>
<p>Punya informasi, kritik, atau pertanyaan? Hubungi kami lewat halaman <a href="/kontak/">Kontak</a>.</p>
"""

KONTAK = """
<p>Alamat kantor, surel, dan telepon kami tercantum di halaman <a href="/redaksi/">Redaksi</a>.</p>
<h2>Keperluan Anda</h2>
<ul>
<li><strong>Menyampaikan informasi.</strong> Ceritakan apa yang terjadi, di mana, dan kapan, serta bagaimana kami dapat menghubungi Anda. Identitas Anda kami lindungi apabila diminta.</li>
<li><strong>Mengoreksi berita.</strong> Kirimkan alamat beritanya, bagian yang keliru, dan keterangan yang benar. Selengkapnya di halaman <a href="/hak-jawab/">Hak Jawab</a>.</li>
<li><strong>Memasang iklan.</strong> Lihat halaman <a href="/info-iklan/">Info Iklan</a>.</li>
</ul>
"""

HAK_JAWAB = """
<p>Undang-Undang Nomor 40 Tahun 1999 tentang Pers mewajibkan pers melayani hak jawab dan hak koreksi. Kami melayaninya tanpa biaya dan secepat mungkin.</p>
<h2>Hak koreksi: untuk siapa saja</h2>
<p>Siapa pun boleh membetulkan kekeliruan informasi dalam berita kami, baik tentang dirinya maupun tentang orang lain.</p>
<h2>Hak jawab: untuk yang dirugikan</h2>
<p>Orang, kelompok, atau badan yang merasa dirugikan nama baiknya oleh berita kami berhak menanggapi atau menyanggah. Hak jawab dimuat secara proporsional, pada rubrik yang sama kecuali disepakati lain, sekali untuk setiap berita.</p>
<h2>Cara mengajukan</h2>
<ol>
<li>Tulis permintaan Anda dan kirimkan ke surel atau alamat redaksi, yang tercantum di halaman <a href="/redaksi/">Redaksi</a>.</li>
<li>Sebutkan judul, tanggal, dan alamat berita yang dimaksud.</li>
<li>Jelaskan bagian yang keliru atau merugikan, serta keterangan yang benar menurut Anda. Lampirkan data pendukung.</li>
<li>Sertakan identitas yang jelas dan nomor yang dapat dihubungi. Tembusan boleh dikirim ke Dewan Pers.</li>
</ol>
<h2>Sesudah permintaan kami terima</h2>
<ul>
<li>Redaksi memeriksa permintaan Anda dan memberi jawaban. Apabila permintaan ditolak, alasannya kami sampaikan.</li>
<li>Redaksi boleh menyunting hak jawab tanpa mengubah maknanya.</li>
<li>Ralat, koreksi, atau hak jawab dimuat beserta waktunya dan ditautkan pada berita yang bersangkutan.</li>
<li>Kami menyampaikan permintaan maaf apabila kesalahannya menyangkut pokok berita.</li>
</ul>
<p>Apabila Anda belum puas, sengketa pemberitaan dapat diadukan ke <a href="https://dewanpers.or.id/">Dewan Pers</a>.</p>
"""

INFO_IKLAN = """
<p>Kami menerima iklan dan advertorial dari lembaga, perusahaan, dan perorangan. Pendapatan iklan tidak menentukan isi berita.</p>
<h2>Ketentuan</h2>
<ul>
<li>Setiap isi berbayar diberi keterangan yang jelas beserta nama pemasangnya, dan tampil berbeda dari berita.</li>
<li>Sesuai Undang-Undang Pers, kami menolak iklan yang merendahkan martabat agama, mengganggu kerukunan, bertentangan dengan kesusilaan, menawarkan minuman keras, narkotika, atau zat adiktif lain, serta yang memperagakan rokok.</li>
<li>Kami menolak iklan perjudian dan iklan yang menyesatkan.</li>
<li>Hak jawab, koreksi, dan ralat bukan iklan dan tidak dipungut biaya.</li>
</ul>
<p>Untuk harga dan pemesanan, hubungi kami lewat halaman <a href="/kontak/">Kontak</a>.</p>
"""

SYARAT_ISI_PENGGUNA = """
<p>Isi buatan pengguna ialah segala yang dikirim pembaca ke situs ini: komentar, gambar, suara, dan video. Ketentuan ini melaksanakan <a href="/pedoman-media-siber/">Pedoman Media Siber</a>. Siapa pun yang mendaftar menyetujuinya, dan menyetujuinya lagi apabila berubah.</p>
<h2>Siapa yang boleh mengirim</h2>
<ul>
<li>Hanya pemilik akun yang sudah masuk. Satu orang satu akun.</li>
<li>Pemilik akun berusia 18 tahun atau lebih dan sudah memastikan alamat surelnya.</li>
<li>Nama tampilan boleh samaran, tetapi tidak boleh menyerupai nama orang lain, nama redaksi, atau nama orang redaksi.</li>
</ul>
<h2>Yang tidak boleh dikirim</h2>
<ul>
<li>Kebohongan, fitnah, kekejaman, dan kecabulan.</li>
<li>Prasangka dan kebencian terkait suku, agama, ras, dan antargolongan, serta anjuran melakukan kekerasan.</li>
<li>Pembedaan atas dasar jenis kelamin atau bahasa, dan yang merendahkan martabat orang yang lemah, miskin, sakit, atau cacat.</li>
<li>Data pribadi orang lain: alamat, nomor telepon, nomor kependudukan, foto tanpa izin.</li>
<li>Iklan, promosi judi, penipuan, dan kiriman yang sama berulang-ulang.</li>
</ul>
<h2>Yang boleh kami lakukan</h2>
<ul>
<li>Menahan isi untuk diperiksa, menyunting, menyembunyikan, atau menghapus isi yang melanggar. Isi yang disunting diberi keterangan “Disunting redaksi”.</li>
<li>Memperingatkan, menangguhkan, atau menutup akun yang berulang kali melanggar. Penulis diberi tahu alasannya dan boleh meminta keputusan itu ditinjau satu kali.</li>
</ul>
<h2>Pengaduan</h2>
<p>Siapa pun dapat mengadukan isi yang melanggar lewat tautan “Laporkan” di samping isi itu, tanpa akun. Kami memutuskannya paling lambat 2 x 24 jam sejak aduan diterima.</p>
<h2>Hak dan tanggung jawab</h2>
<p>Isi yang Anda kirim tetap milik Anda dan tanggung jawab Anda. Dengan mengirimnya Anda mengizinkan kami menampilkannya di situs ini. Anda dapat menghapusnya, mengunduhnya, atau menghapus akun Anda kapan saja.</p>
"""

PRIVASI = """
<p>Membaca situs ini tidak memerlukan akun. Halaman ini menjelaskan data apa yang kami olah dan untuk apa, sesuai Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.</p>
<h2>Saat Anda membaca</h2>
<ul>
<li>Kami tidak memasang kuki pada pembaca yang tidak masuk ke akun.</li>
<li>Halaman kami tidak memuat skrip, huruf, atau gambar dari pihak lain.</li>
<li>Peladen mencatat permintaan halaman dalam catatan teknis, untuk keamanan dan perbaikan gangguan. Catatan itu tidak kami pakai untuk mengenali pembaca.</li>
</ul>
<h2>Saat Anda membagikan atau menghubungi kami</h2>
<ul>
<li>Tautan bagikan adalah tautan biasa. Sesudah Anda membukanya, aturan layanan yang Anda tuju yang berlaku.</li>
<li>Surel dan data yang Anda kirimkan kepada redaksi hanya dipakai untuk menanggapi Anda dan untuk kerja jurnalistik.</li>
</ul>
<h2>Saat Anda mempunyai akun</h2>
<ul>
<li>Kami menyimpan nama tampilan, alamat surel, kata sandi dalam bentuk tersandi, pernyataan bahwa Anda berusia 18 tahun atau lebih (bukan tanggal lahir), serta persetujuan Anda atas ketentuan: versinya, waktunya, dan alamat IP saat itu. Dasarnya persetujuan Anda; gunanya untuk akun dan komentar Anda.</li>
<li>Selama Anda masuk, peramban menyimpan kuki sesi. Daftar sesi beserta alamat IP dan nama perambannya dapat Anda lihat dan akhiri.</li>
<li>Alamat IP dipotong sesudah 30 hari. Akun yang alamat surelnya tidak dipastikan dihapus sesudah 7 hari.</li>
<li>Apabila Anda menghapus akun, data pribadi terhapus seketika. Bukti persetujuan disimpan satu tahun tanpa nama dan surel, lalu dihapus.</li>
</ul>
<h2>Hak Anda</h2>
<p>Pemilik akun dapat melihat, mengunduh, membetulkan, dan menghapus datanya seketika di halaman <a href="/akun/data/">Data saya</a>. Tanpa akun, sampaikan permintaan lewat halaman <a href="/kontak/">Kontak</a>; kami menjawabnya paling lambat 3 x 24 jam. Permintaan tentang isi berita ditangani menurut Undang-Undang Pers; lihat halaman <a href="/hak-jawab/">Hak Jawab</a>.</p>
"""

DISCLAIMER = """
<p>Kami berusaha agar setiap berita akurat saat terbit. Keadaan dapat berubah sesudahnya; perubahan penting kami muat sebagai pembaruan atau ralat beserta waktunya.</p>
<ul>
<li>Isi situs ini adalah informasi umum, bukan nasihat hukum, keuangan, atau kesehatan.</li>
<li>Tulisan berlabel “Opini” adalah pandangan penulisnya. Isi berlabel “Advertorial” menjadi tanggung jawab pemasangnya.</li>
<li>Tautan ke situs lain disediakan untuk memudahkan pembaca; isinya menjadi tanggung jawab pemilik situs itu.</li>
<li>Tulisan, foto, dan gambar dilindungi hak cipta. Mengutip seperlunya dengan menyebut sumber diperbolehkan; memuat ulang seluruhnya memerlukan izin kami.</li>
</ul>
"""

# slug, title, text; in the order of the footer
PAGES = (
    ("pedoman-media-siber", "Pedoman Media Siber", PEDOMAN_MEDIA_SIBER),
    ("kode-etik", "Kode Etik", KODE_ETIK),
    ("tentang-kami", "Tentang Kami", TENTANG_KAMI),
    ("kontak", "Kontak", KONTAK),
    ("info-iklan", "Info Iklan", INFO_IKLAN),
    ("syarat-isi-pengguna", "Syarat & Ketentuan Isi Buatan Pengguna", SYARAT_ISI_PENGGUNA),
    ("privasi", "Privasi", PRIVASI),
    ("disclaimer", "Disclaimer", DISCLAIMER),
    ("hak-jawab", "Hak Jawab", HAK_JAWAB),
)


def make_pages(apps, schema_editor):
    Page = apps.get_model("articles", "Page")
    for position, (slug, title, body) in enumerate(PAGES, start=1):
        Page.objects.get_or_create(slug=slug, defaults={"title": title, "body": body.strip(), "position": position})


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_roles")]

    # Backwards it leaves the pages: by then they hold the newsroom's own words.
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
