// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/terminaltext.h"

#include "shellwords.h"

#include <QtTest/QtTest>

using Words = QList<QByteArray>;

class TerminalTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatIsNotPrintable_data();
    void showsWhatIsNotPrintable();
    void quotesWords_data();
    void quotesWords();
    void elides_data();
    void elides();
};

void TerminalTextTest::showsWhatIsNotPrintable_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");

    QTest::newRow("plain") << QByteArray("a \\ b") << u"a \\ b"_qs;
    QTest::newRow("beyond ASCII") << QByteArray("größe 日本 😀") << u"größe 日本 😀"_qs;
    QTest::newRow("a tab") << QByteArray("a\tb") << u"a b"_qs;
    QTest::newRow("colours") << QByteArray("\x1b[31mred") << u"\\x1b[31mred"_qs;
    QTest::newRow("line ends") << QByteArray("a\r\n") << u"a\\r\\n"_qs;
    QTest::newRow("NUL and DEL") << QByteArray("\0\x7f", 2) << u"\\x00\\x7f"_qs;
    QTest::newRow("a C1 control") << QByteArray("\xc2\x9b") << u"\\u009b"_qs;
    QTest::newRow("a change of direction") << QByteArray("a\u202e"
                                                         "b")
                                           << u"a\\u202eb"_qs;
    QTest::newRow("a line separator") << QByteArray("\u2028") << u"\\u2028"_qs;
    QTest::newRow("a tag beyond 16 bits") << QByteArray("\U000e0041") << u"\\U000e0041"_qs;
    QTest::newRow("not UTF-8") << QByteArray("a\xff\x80z") << u"a\\xff\\x80z"_qs;
    QTest::newRow("cut short") << QByteArray("a\xe6\x97") << u"a\\xe6\\x97"_qs;
    QTest::newRow("too long a form")
        << QByteArray("\xc0\xaf\xe0\x80\xaf") << u"\\xc0\\xaf\\xe0\\x80\\xaf"_qs;
    QTest::newRow("a surrogate") << QByteArray("\xed\xa0\x80") << u"\\xed\\xa0\\x80"_qs;
}

void TerminalTextTest::showsWhatIsNotPrintable()
{
    QFETCH(QByteArray, bytes);
    QTEST(Spawn::printableText(bytes), "text");
}

void TerminalTextTest::quotesWords_data()
{
    QTest::addColumn<Words>("words");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("canBeReadAgain");

    QTest::newRow("plain") << Words{"ls", "-l", "a/b.c", "x=1"} << u"ls -l a/b.c x=1"_qs << true;
    QTest::newRow("a blank") << Words{"a b"} << u"'a b'"_qs << true;
    QTest::newRow("empty") << Words{"", "a"} << u"'' a"_qs << true;
    QTest::newRow("a quote") << Words{"it's"} << uR"('it'\''s')"_qs << true;
    QTest::newRow("a comment") << Words{"#a"} << u"'#a'"_qs << true;
    QTest::newRow("what a shell expands")
        << Words{"*", "$x", "~", "a;b"} << u"'*' '$x' '~' 'a;b'"_qs << true;
    QTest::newRow("beyond ASCII") << Words{"größe"} << u"größe"_qs << true;
    QTest::newRow("a newline") << Words{"a\nb'\\"} << uR"($'a\nb\'\\')"_qs << false;
    QTest::newRow("no text") << Words{"\xff"} << uR"($'\xff')"_qs << false;
}

void TerminalTextTest::quotesWords()
{
    QFETCH(Words, words);
    QFETCH(bool, canBeReadAgain);
    const QString text = Spawn::commandText(words);
    QTEST(text, "text");
    if (canBeReadAgain)
        QCOMPARE(Spawn::parseShellWords(text.toUtf8()).words, words);
}

void TerminalTextTest::elides_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("elided");

    QTest::newRow("fits") << u"abc"_qs << 3 << u"abc"_qs;
    QTest::newRow("does not fit") << u"abcd"_qs << 3 << u"ab…"_qs;
    QTest::newRow("one column") << u"abcd"_qs << 1 << u"…"_qs;
    QTest::newRow("no column") << u"abcd"_qs << 0 << QString();
    QTest::newRow("nothing") << QString() << 0 << QString();
    QTest::newRow("wide characters fit") << u"日本"_qs << 4 << u"日本"_qs;
    QTest::newRow("wide characters do not fit") << u"日本語"_qs << 4 << u"日…"_qs;
    QTest::newRow("never half a character") << u"😀😀"_qs << 3 << u"😀…"_qs;
}

void TerminalTextTest::elides()
{
    QFETCH(QString, text);
    QFETCH(int, columns);
    const QString elided = Spawn::elidedText(text, columns);
    QTEST(elided, "elided");
    QVERIFY(Spawn::displayWidth(elided) <= columns);
}

QTEST_GUILESS_MAIN(TerminalTextTest)
#include "tst_terminaltext.moc"
