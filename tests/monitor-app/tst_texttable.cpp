// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/texttable.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace Spawn;

class TextTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void columnsAreAligned();
    void lastColumnIsCut();
    void wideCharactersCountTwice();
};

static TextTable table(const QString &text)
{
    TextTable table({{u"ID"_s, TextTable::Align::Right}, {u"STATE"_s}, {u"COMMAND"_s}});
    table.addRow({u"7"_s, u"running"_s, text});
    table.addRow({u"1234"_s, u"ok"_s, u"true"_s});
    return table;
}

void TextTableTest::columnsAreAligned()
{
    QCOMPARE(table(u"make all"_s).text(0),
             "  ID  STATE    COMMAND\n"
             "   7  running  make all\n"
             "1234  ok       true\n");
    QVERIFY(TextTable({{u"A"_s}}).isEmpty());
}

void TextTableTest::lastColumnIsCut()
{
    const QByteArray text = table(QString(100, u'x')).text(40);
    QCOMPARE(text,
             "  ID  STATE    COMMAND\n"
             "   7  running  "
                 + QByteArray(24, 'x') + "\u2026\n1234  ok       true\n");
    // Where there is no room at all, something is still to be seen.
    QVERIFY(table(QString(100, u'x')).text(5).contains("xxxxxxxxx\u2026\n"));
}

void TextTableTest::wideCharactersCountTwice()
{
    TextTable table({{u"A"_s}, {u"B"_s}});
    table.addRow({u"\u6f22"_s, u"1"_s});
    table.addRow({u"ab"_s, u"2"_s});
    QCOMPARE(table.text(0), "A   B\n\u6f22  1\nab  2\n");
}

QTEST_GUILESS_MAIN(TextTableTest)
#include "tst_texttable.moc"
