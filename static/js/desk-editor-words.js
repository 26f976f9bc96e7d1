// CKEditor's Indonesian is half English; these are the newsroom's words for what it shows.

const WORDS = {
  basicstyles: { bold: "Tebal", italic: "Miring" },
  blockquote: { toolbar: "Kutipan" },
  clipboard: {
    cutError: "Peramban ini tidak mengizinkannya. Tekan Ctrl+X (Cmd+X).",
    copyError: "Peramban ini tidak mengizinkannya. Tekan Ctrl+C (Cmd+C).",
    pasteNotification: "Tekan %1 untuk menempel.",
    fileFormatNotSupportedNotification: "Berkas tidak dapat ditaruh di isi berita. Pakai tombol “Foto”.",
    fileWithoutFormatNotSupportedNotification: "Berkas tidak dapat ditaruh di isi berita. Pakai tombol “Foto”.",
  },
  format: { panelTitle: "Bentuk paragraf", tag_p: "Paragraf", tag_h2: "Subjudul", tag_h3: "Anak subjudul" },
  link: {
    displayText: "Teks tautan",
    type: "Jenis tautan",
    unlink: "Lepas tautan",
    toUrl: "Alamat web",
    noUrl: "Ketik alamat webnya.",
    toEmail: "Surel",
    emailAddress: "Alamat surel",
    emailSubject: "Judul surel",
    emailBody: "Isi surel",
    noEmail: "Ketik alamat surelnya.",
    toPhone: "Telepon",
    phoneNumber: "Nomor telepon",
    noTel: "Ketik nomor teleponnya.",
  },
  list: { bulletedlist: "Daftar bertitik", numberedlist: "Daftar bernomor" },
  removeformat: { toolbar: "Hapus tebal dan miring" },
  table: { toolbar: "Tabel", title: "Tabel", menu: "Ubah tabel", caption: "Keterangan tabel", headers: "Kepala tabel" },
  widget: { label: "%1", move: "Seret untuk memindahkan" },
  undo: { undo: "Urungkan", redo: "Ulangi" },
};
const CELL_WORDS = { header: "Kepala", columnHeader: "Kepala kolom", rowHeader: "Kepala baris" };

export function speakIndonesian({ lang }) {
  for (const [plugin, words] of Object.entries(WORDS)) Object.assign(lang[plugin], words);
  Object.assign(lang.table.cell, CELL_WORDS);
  lang.editor = "Penyunting isi";
}
