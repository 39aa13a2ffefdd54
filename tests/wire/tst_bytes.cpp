// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/bytes.h"

#include <QtTest/QtTest>

#include <vector>

using namespace Spawn::Wire;

using Body = std::vector<uint8_t>;

class tst_Bytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stringsAreChecked_data();
    void stringsAreChecked();
    void readsNothingBehindTheEnd();
};

void tst_Bytes::stringsAreChecked_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("empty") << QByteArray("\0\0\0\0\0", 5) << true << QByteArray();
    QTest::newRow("two bytes") << QByteArray("\2\0\0\0ab\0", 7) << true << QByteArray("ab");
    QTest::newRow("no length") << QByteArray() << false << QByteArray();
    QTest::newRow("half a length") << QByteArray("\0\0", 2) << false << QByteArray();
    QTest::newRow("empty without its NUL") << QByteArray("\0\0\0\0", 4) << false << QByteArray();
    QTest::newRow("without its NUL") << QByteArray("\2\0\0\0ab", 6) << false << QByteArray();
    QTest::newRow("another byte for the NUL")
        << QByteArray("\2\0\0\0abc", 7) << false << QByteArray();
    QTest::newRow("NUL inside") << QByteArray("\2\0\0\0a\0\0", 7) << false << QByteArray();
    QTest::newRow("NUL at its front") << QByteArray("\2\0\0\0\0b\0", 7) << false << QByteArray();
    QTest::newRow("largest length") << QByteArray("\xff\xff\xff\xff"
                                                  "ab\0",
                                                  7)
                                    << false << QByteArray();
}

void tst_Bytes::stringsAreChecked()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, accepted);
    QFETCH(QByteArray, text);

    const Body body(bytes.begin(), bytes.end());
    ByteReader reader(body);
    const std::string_view result = reader.string();
    QCOMPARE(reader.ok(), accepted);
    QVERIFY(result == std::string_view(text.constData(), size_t(text.size())));
    QVERIFY(reader.atEnd());
}

void tst_Bytes::readsNothingBehindTheEnd()
{
    const Body body{1, 2, 3, 4, 5};
    ByteReader reader(body);
    QCOMPARE(reader.u16(), uint16_t{0x0201});
    QCOMPARE(reader.u32(), uint32_t{0});
    QVERIFY(!reader.ok());
    QCOMPARE(reader.u8(), uint8_t{0}); // although a byte would have been there
    QVERIFY(!reader.ok());
    QVERIFY(reader.string().empty());
}

QTEST_GUILESS_MAIN(tst_Bytes)
#include "tst_bytes.moc"
