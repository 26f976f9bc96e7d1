"""A headline of an old site is read once: its references are resolved once, its elements go, and no word does."""

import pytest

from moving.bodies import title_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pasar &amp; Pelabuhan", "Pasar & Pelabuhan"),
        ("Cara menulis &lt;b&gt; di HTML", "Cara menulis <b> di HTML"),
        ("Ditulis &amp;amp; dua kali", "Ditulis &amp; dua kali"),
        ("<em>Feri</em> <strong class='x'>tiba</strong>", "Feri tiba"),
        ("Baris<br/>dua", "Baris dua"),
        ("Harga < 5.000 dan > 3.000", "Harga < 5.000 dan > 3.000"),
        ("Kode <script> disebut", "Kode <script> disebut"),
        ("&#8220;Belum&#8221; &nbsp; siap", "“Belum” siap"),
        ("Tegak <!-- catatan -->lurus", "Tegak lurus"),
        ("A<B dan B>C", "A<B dan B>C"),
    ],
)
def test_a_headline_is_read_once(written: str, read: str) -> None:
    assert title_of(written) == read
