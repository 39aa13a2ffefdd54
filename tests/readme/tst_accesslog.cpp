// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

// resources/examples/accesslog, as its first lines say.
class AccessLogTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parsesInOrder();
    void noSuchFile();
};

static constexpr int Lines = 20'000;

void AccessLogTest::parsesInOrder()
{
    QTemporaryFile log;
    QVERIFY(log.open());
    for (int i = 0; i < Lines; ++i) {
        log.write(i % 1000 == 999 ? QByteArray("not a line of a log\n")
                                  : "192.0.2.7 - anna [22/Nov/2026:12:00:00 +0000] \"GET /picture/"
                                      + QByteArray::number(i) + " HTTP/1.1\" 200 5120\n");
    }
    QVERIFY(log.flush());
    QProcess process;
    process.start(ACCESSLOG, {log.fileName()});
    QVERIFY(process.waitForFinished(100'000));
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QCOMPARE(process.exitCode(), 0);
    QByteArrayList lines = process.readAllStandardOutput().split('\n');
    QCOMPARE(lines.takeLast(), QByteArray());
    QCOMPARE(lines.size(), Lines);
    for (int i = 0; i < Lines; ++i) {
        const QJsonObject object = QJsonDocument::fromJson(lines[i]).object();
        if (i % 1000 == 999) {
            QCOMPARE(object, (QJsonObject{{u"unparsed"_s, u"not a line of a log"_s}}));
            continue;
        }
        QCOMPARE(object,
                 (QJsonObject{{u"host"_s, u"192.0.2.7"_s},
                              {u"user"_s, u"anna"_s},
                              {u"time"_s, u"22/Nov/2026:12:00:00 +0000"_s},
                              {u"method"_s, u"GET"_s},
                              {u"path"_s, u"/picture/%1"_s.arg(i)},
                              {u"status"_s, 200},
                              {u"bytes"_s, 5120}}));
    }
}

void AccessLogTest::noSuchFile()
{
    QProcess process;
    process.start(ACCESSLOG, {u"/no/such/log"_s});
    QVERIFY(process.waitForFinished(100'000));
    QCOMPARE(process.exitCode(), 1);
    QCOMPARE(process.readAllStandardError(),
             "accesslog: /no/such/log: No such file or directory\n");
}

QTEST_GUILESS_MAIN(AccessLogTest)
#include "tst_accesslog.moc"
