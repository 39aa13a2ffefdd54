// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/jsonline.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <limits>

using namespace Spawn;
using namespace Qt::StringLiterals;

class JsonLineTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asNodeWritesIt_data();
    void asNodeWritesIt();
    void whatJsonHasNoWordFor();
    void otherSpellings_data();
    void otherSpellings();
    void isNotOneValue_data();
    void isNotOneValue();
};

void JsonLineTest::asNodeWritesIt_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("null") << QJsonValue(QJsonValue::Null) << QByteArray("null");
    QTest::newRow("true") << QJsonValue(true) << QByteArray("true");
    QTest::newRow("an integer") << QJsonValue(42) << QByteArray("42");
    QTest::newRow("the largest exact") << QJsonValue(9007199254740991.0)
                                       << QByteArray("9007199254740991");
    QTest::newRow("a fraction") << QJsonValue(-0.5) << QByteArray("-0.5");
    QTest::newRow("no text") << QJsonValue(u""_s) << QByteArray("\"\"");
    QTest::newRow("text") << QJsonValue(u"a line, ä€"_s) << QByteArray("\"a line, ä€\"");
    QTest::newRow("a quote") << QJsonValue(u"say \"hi\""_s) << QByteArray("\"say \\\"hi\\\"\"");
    QTest::newRow("a backslash") << QJsonValue(u"a\\b"_s) << QByteArray("\"a\\\\b\"");
    QTest::newRow("a newline") << QJsonValue(u"a\nb"_s) << QByteArray("\"a\\nb\"");
    QTest::newRow("a control character") << QJsonValue(u"\u0001"_s) << QByteArray("\"\\u0001\"");
    QTest::newRow("an array") << QJsonValue(QJsonArray{1, u"x"_s}) << QByteArray("[1,\"x\"]");
    QTest::newRow("an object") << QJsonValue(QJsonObject{{u"k"_s, QJsonArray()}})
                               << QByteArray("{\"k\":[]}");
}

void JsonLineTest::asNodeWritesIt()
{
    QFETCH(const QJsonValue, value);
    QFETCH(const QByteArray, line);
    QCOMPARE(toJsonLine(value), line + '\n');
    QCOMPARE(fromJsonLine(line), value);
}

void JsonLineTest::whatJsonHasNoWordFor()
{
    QCOMPARE(toJsonLine(QJsonValue::Undefined), "null\n");
    QCOMPARE(toJsonLine(std::numeric_limits<double>::quiet_NaN()), "null\n");
    QCOMPARE(toJsonLine(std::numeric_limits<double>::infinity()), "null\n");
}

void JsonLineTest::otherSpellings_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("blanks around") << QByteArray(" \t1\r") << QJsonValue(1);
    QTest::newRow("an escaped letter") << QByteArray("\"\\u0041\"") << QJsonValue(u"A"_s);
    QTest::newRow("a pair of surrogates") << QByteArray("\"\\ud83d\\ude00\"")
                                          << QJsonValue(u"\U0001f600"_s);
    QTest::newRow("an exponent") << QByteArray("1e2") << QJsonValue(100);
}

void JsonLineTest::otherSpellings()
{
    QFETCH(const QByteArray, line);
    QTEST(fromJsonLine(line).value(), "value");
}

void JsonLineTest::isNotOneValue_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"", " ", "{", "}", "[1", "1,2", "1]", "],[", "\"", "\"a\"b\"", "nul", "{}{}", "oops",
          "\"\xff\"", "'a'", "NaN", "\xef\xbb\xbf", "1 2", "// a"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("a NUL") << QByteArray("\0", 1);
    QTest::newRow("too deep") << QByteArray(5000, '[') + QByteArray(5000, ']');
}

void JsonLineTest::isNotOneValue()
{
    QFETCH(const QByteArray, line);
    QVERIFY(!fromJsonLine(line).has_value());
}

QTEST_GUILESS_MAIN(JsonLineTest)
#include "tst_jsonline.moc"
