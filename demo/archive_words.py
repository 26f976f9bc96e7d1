"""The words of the generated archive: ordinary local news, put together at random."""

# theme -> what somebody did, as a headline says it and as the story does
DEEDS: dict[str, tuple[tuple[str, str], ...]] = {
    "jalan": (
        ("Perbaiki Jalan Rusak", "memperbaiki jalan rusak"),
        ("Tambal Lubang di Jalan Lingkungan", "menambal lubang di jalan lingkungan"),
        ("Usulkan Jembatan Gantung Baru", "mengusulkan jembatan gantung baru"),
        ("Pasang Lampu Jalan Tenaga Surya", "memasang lampu jalan tenaga surya"),
    ),
    "banjir": (
        ("Bersihkan Parit yang Tersumbat", "membersihkan parit yang tersumbat"),
        ("Bangun Kolam Retensi", "membangun kolam retensi"),
        ("Siapkan Posko Banjir", "menyiapkan posko banjir"),
        ("Periksa Pintu Air", "memeriksa pintu air"),
    ),
    "pendidikan": (
        ("Buka Kelas Membaca Gratis", "membuka kelas membaca gratis"),
        ("Renovasi Ruang Kelas", "merenovasi ruang kelas"),
        ("Sumbang Buku Cerita Anak", "menyumbang buku cerita anak"),
        ("Gelar Lomba Cerdas Cermat", "menggelar lomba cerdas cermat"),
    ),
    "kesehatan": (
        ("Layani Pemeriksaan Mata Gratis", "melayani pemeriksaan mata gratis"),
        ("Tambah Jam Buka Posyandu", "menambah jam buka posyandu"),
        ("Ajak Lansia Senam Pagi", "mengajak lansia senam pagi"),
        ("Bagikan Makanan Tambahan Balita", "membagikan makanan tambahan balita"),
    ),
    "pasar": (
        ("Tata Ulang Lapak Sayur", "menata ulang lapak sayur"),
        ("Pantau Harga Cabai", "memantau harga cabai"),
        ("Gelar Pasar Murah", "menggelar pasar murah"),
        ("Uji Timbangan Pedagang", "menguji timbangan pedagang"),
    ),
    "pertanian": (
        ("Panen Raya Padi Ladang", "menggelar panen raya padi ladang"),
        ("Coba Tanam Bawang Merah", "mencoba menanam bawang merah"),
        ("Perbaiki Saluran Irigasi", "memperbaiki saluran irigasi"),
        ("Olah Sampah Dapur Jadi Kompos", "mengolah sampah dapur menjadi kompos"),
    ),
    "perikanan": (
        ("Tebar Benih Ikan Patin", "menebar benih ikan patin"),
        ("Tanam Bibit Mangrove", "menanam bibit mangrove"),
        ("Kembangkan Keramba Apung", "mengembangkan keramba apung"),
        ("Olah Ikan Asin Tanpa Pengawet", "mengolah ikan asin tanpa pengawet"),
    ),
    "wisata": (
        ("Benahi Dermaga Wisata", "membenahi dermaga wisata"),
        ("Siapkan Jalur Susur Sungai", "menyiapkan jalur susur sungai"),
        ("Latih Pemandu Wisata Muda", "melatih pemandu wisata muda"),
        ("Bersihkan Pantai dari Sampah", "membersihkan pantai dari sampah"),
    ),
    "budaya": (
        ("Hidupkan Lagi Tari Jepen", "menghidupkan lagi tari jepen"),
        ("Gelar Pelatihan Menganyam", "menggelar pelatihan menganyam"),
        ("Pentaskan Musik Sampe", "mementaskan musik sampe"),
        ("Susun Kamus Bahasa Daerah", "menyusun kamus bahasa daerah"),
    ),
    "olahraga": (
        ("Juarai Turnamen Voli Antarkampung", "menjuarai turnamen voli antarkampung"),
        ("Rawat Lapangan Sepak Bola", "merawat lapangan sepak bola"),
        ("Gelar Lomba Perahu Naga", "menggelar lomba perahu naga"),
        ("Buka Sekolah Bulu Tangkis", "membuka sekolah bulu tangkis"),
    ),
    "umkm": (
        ("Pasarkan Amplang lewat Daring", "memasarkan amplang lewat daring"),
        ("Dapat Bantuan Mesin Jahit", "mendapat bantuan mesin jahit"),
        ("Ikuti Bazar Akhir Pekan", "mengikuti bazar akhir pekan"),
        ("Urus Sertifikat Halal Bersama", "mengurus sertifikat halal bersama"),
    ),
    "lingkungan": (
        ("Kumpulkan Sampah Plastik", "mengumpulkan sampah plastik"),
        ("Tanam Pohon di Bantaran Sungai", "menanam pohon di bantaran sungai"),
        ("Buat Sumur Resapan", "membuat sumur resapan"),
        ("Jaga Sarang Burung Enggang", "menjaga sarang burung enggang"),
    ),
}

WHO = (
    "Warga", "Pemuda", "Relawan", "Karang Taruna", "Kelompok Tani", "Kelompok Nelayan", "Ibu-Ibu PKK", "Pelajar",
    "Mahasiswa", "Guru", "Pramuka", "Komunitas Sepeda", "Koperasi Desa", "Perangkat Desa", "Pengurus RT", "Puskesmas",
    "Dinas Perhubungan", "Dinas Pertanian", "Dinas Pendidikan", "Dinas Pariwisata", "Petugas Kecamatan", "Camat",
    "Lurah", "Pedagang", "Perajin", "Pelaku UMKM", "Alumni SMA", "Penggiat Literasi", "Bidan Desa", "Sopir Angkot",
)  # fmt: skip

# the town of the dateline -> districts and villages around it
DISTRICTS: dict[str, tuple[str, ...]] = {
    "Samarinda": ("Sungai Kunjang", "Palaran", "Sambutan", "Samarinda Seberang", "Loa Janan Ilir", "Sungai Pinang"),
    "Tenggarong": ("Loa Kulu", "Muara Badak", "Muara Jawa", "Anggana", "Sebulu", "Kota Bangun", "Samboja"),
    "Balikpapan": ("Manggar", "Kariangau", "Sepinggan", "Teritip"),
    "Bontang": ("Bontang Kuala", "Loktuan", "Guntung"),
    "Sangatta": ("Sangkulirang", "Bengalon", "Muara Wahau", "Kaliorang"),
    "Tanjung Redeb": ("Teluk Bayur", "Talisayan", "Biduk-Biduk", "Sambaliung"),
    "Penajam": ("Sepaku", "Waru", "Babulu"),
    "Tanah Grogot": ("Long Ikis", "Kuaro", "Batu Sopang"),
    "Sendawar": ("Melak", "Barong Tongkok", "Long Iram", "Linggang Bigung"),
    "Ujoh Bilang": ("Long Bagun", "Long Pahangai", "Laham"),
}

# as the headline says it and as the story does
WHEN = (
    ("", "sejak pagi"),
    ("", "akhir pekan ini"),
    ("", "bersama tetangga mereka"),
    ("Jelang Musim Hujan", "menjelang musim hujan"),
    ("Jelang Ramadan", "menjelang Ramadan"),
    ("Usai Libur Sekolah", "setelah libur sekolah usai"),
    ("Sejak Awal Pekan", "sejak awal pekan"),
    ("Pakai Dana Desa", "dengan dana desa"),
    ("Tanpa Menunggu Bantuan", "tanpa menunggu bantuan"),
    ("Tahun Ini", "tahun ini"),
    ("Lebih Awal dari Rencana", "lebih awal dari rencana"),
    ("Dibantu Perantau", "dengan bantuan para perantau"),
)

GIVEN_NAMES = ("Ardiansyah", "Bulan", "Cahyo", "Dayang", "Erwin", "Fadlan", "Gusti", "Halimah")
FAMILY_NAMES = ("Kurniawan", "Lestaluhu", "Mahendra", "Noor", "Pasaribu")
