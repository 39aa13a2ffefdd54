// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandfile.h"

#include <QtTest/QtTest>

class CommandFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersTheLines_data();
    void numbersTheLines();
    void namesEveryBadLine();
};

void CommandFileTest::numbersTheLines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("numbers");

    QTest::newRow("empty") << QByteArray() << QList<int>{};
    QTest::newRow("comments and blank lines") << QByteArray("# a\n\n  \n#b") << QList<int>{};
    QTest::newRow("with a last newline") << QByteArray("true\ntrue\n") << QList<int>{1, 2};
    QTest::newRow("without a last newline") << QByteArray("true\ntrue") << QList<int>{1, 2};
    QTest::newRow("with others between them")
        << QByteArray("\n# a\ntrue\n\ntrue # b\n") << QList<int>{3, 5};
    QTest::newRow("line ends of other systems")
        << QByteArray("true\r\ntrue\r\n") << QList<int>{1, 2};
    QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBFtrue\n") << QList<int>{1};
}

void CommandFileTest::numbersTheLines()
{
    QFETCH(QByteArray, text);
    const Spawn::CommandFile file = Spawn::parseCommandFile(text);
    QVERIFY(file.errors.isEmpty());
    QList<int> numbers;
    for (const Spawn::CommandLine &command : file.commands) {
        numbers.append(command.number);
        QCOMPARE(command.argv, QList<QByteArray>{"true"});
    }
    QTEST(numbers, "numbers");
}

void CommandFileTest::namesEveryBadLine()
{
    const Spawn::CommandFile file = Spawn::parseCommandFile("true\n'a\n\nb\\\ntrue\n");
    QCOMPARE(file.errors,
             (QStringList{u"line 2: a single quote is not closed"_qs,
                          u"line 4: it ends in a backslash, and a command is one line"_qs}));
}

QTEST_GUILESS_MAIN(CommandFileTest)
#include "tst_commandfile.moc"
