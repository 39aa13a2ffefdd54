// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellwords.h"

#include <QtTest/QtTest>

using Words = QList<QByteArray>;

class ShellWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWords_data();
    void readsWords();
    void refuses_data();
    void refuses();
};

void ShellWordsTest::readsWords_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Words>("words");

    QTest::newRow("nothing") << QByteArray("") << Words{};
    QTest::newRow("blanks") << QByteArray(" \t ") << Words{};
    QTest::newRow("a comment") << QByteArray("  # ls -l") << Words{};
    QTest::newRow("words and blanks") << QByteArray("  ls\t-l   a ") << Words{"ls", "-l", "a"};
    QTest::newRow("a comment after words") << QByteArray("ls -l # all") << Words{"ls", "-l"};
    QTest::newRow("# inside of a word") << QByteArray("a#b ''#c") << Words{"a#b", "#c"};
    QTest::newRow("# escaped") << QByteArray("\\#a '#b' \"#c\"") << Words{"#a", "#b", "#c"};
    QTest::newRow("single quotes")
        << QByteArray("'a b' '\"' '\\' '$x'") << Words{"a b", "\"", "\\", "$x"};
    QTest::newRow("double quotes") << QByteArray("\"a 'b\"") << Words{"a 'b"};
    QTest::newRow("backslash in double quotes")
        << QByteArray(R"("\"\\\$\`" "\n\a\ " "\'")") << Words{"\"\\$`", "\\n\\a\\ ", "\\'"};
    QTest::newRow("backslash without quotes")
        << QByteArray(R"(a\ b \\ \' \" \n)") << Words{"a b", "\\", "'", "\"", "n"};
    QTest::newRow("empty words") << QByteArray("'' \"\" a''b") << Words{"", "", "ab"};
    QTest::newRow("joined quotes") << QByteArray("a'b'\"c\"\\d") << Words{"abcd"};
    QTest::newRow("nothing is expanded")
        << QByteArray("ls *.h $HOME ~ `x` | wc > f; a & {b,c} !!")
        << Words{"ls", "*.h", "$HOME", "~", "`x`", "|", "wc", ">", "f;", "a", "&", "{b,c}", "!!"};
    QTest::newRow("bytes that are no text")
        << QByteArray("a\xff\xfe '\x01\xc3'") << Words{"a\xff\xfe", "\x01\xc3"};
    QTest::newRow("text beyond ASCII") << QByteArray("größe \"日本\"") << Words{"größe", "日本"};
}

void ShellWordsTest::readsWords()
{
    QFETCH(QByteArray, line);
    QFETCH(Words, words);
    const Spawn::ShellWords result = Spawn::parseShellWords(line);
    QCOMPARE(result.error, QString());
    QCOMPARE(result.words, words);
}

void ShellWordsTest::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("error");

    QTest::newRow("open single quote") << QByteArray("a 'b") << u"a single quote is not closed"_qs;
    QTest::newRow("open double quote") << QByteArray("a \"b") << u"a double quote is not closed"_qs;
    QTest::newRow("the closing quote is escaped")
        << QByteArray("\"b\\\"") << u"a double quote is not closed"_qs;
    QTest::newRow("a quote that ends in a backslash")
        << QByteArray("\"b\\") << u"a double quote is not closed"_qs;
    QTest::newRow("ends in a backslash")
        << QByteArray("a \\") << u"it ends in a backslash, and a command is one line"_qs;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"it holds a NUL byte"_qs;
    QTest::newRow("NUL in a comment") << QByteArray("# a\0b", 5) << u"it holds a NUL byte"_qs;
}

void ShellWordsTest::refuses()
{
    QFETCH(QByteArray, line);
    const Spawn::ShellWords result = Spawn::parseShellWords(line);
    QTEST(result.error, "error");
    QVERIFY(result.words.isEmpty());
}

QTEST_GUILESS_MAIN(ShellWordsTest)
#include "tst_shellwords.moc"
