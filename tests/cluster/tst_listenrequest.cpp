// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/listenrequest.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace Spawn;

class ListenRequestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fromNode_data();
    void fromNode();
    void toJsonAndBack();
};

void ListenRequestTest::fromNode_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("key");
    QTest::addColumn<ListenRequest::Kind>("kind");
    QTest::newRow("any address") << QByteArray(
        R"({"address":null,"port":8123,"addressType":4,"index":0,"backlog":false,"flags":0})")
                                 << u"null:8123:4:-1:0"_s << ListenRequest::Kind::Tcp;
    QTest::newRow("IPv6") << QByteArray(R"({"address":"::1","port":0,"addressType":6,"index":1})")
                          << u"::1:0:6:-1:1"_s << ListenRequest::Kind::Tcp;
    QTest::newRow("a path") << QByteArray(R"({"address":"/tmp/a","port":-1,"addressType":-1})")
                            << u"/tmp/a:-1:-1:-1:0"_s << ListenRequest::Kind::Local;
    QTest::newRow("datagrams") << QByteArray(
        R"({"address":"127.0.0.1","port":53,"addressType":"udp4"})")
                               << u"127.0.0.1:53:udp4:-1:0"_s << ListenRequest::Kind::Datagram;
    QTest::newRow("a descriptor") << QByteArray(R"({"fd":5,"addressType":4})") << u"null:0:4:5:0"_s
                                  << ListenRequest::Kind::Tcp;
    QTest::newRow("nonsense") << QByteArray(
        R"({"address":[1],"port":"x","addressType":{},"index":null,"fd":"3"})")
                              << u"null:0::-1:0"_s << ListenRequest::Kind::Tcp;
}

void ListenRequestTest::fromNode()
{
    QFETCH(QByteArray, message);
    const ListenRequest request
        = ListenRequest::fromJson(QJsonDocument::fromJson(message).object());
    QTEST(request.key(), "key");
    QTEST(request.kind(), "kind");
}

void ListenRequestTest::toJsonAndBack()
{
    ListenRequest request;
    request.address = u"::1"_s;
    request.port = 80;
    request.addressType = u"6"_s;
    request.index = 3;
    request.backlog = 100;
    request.onlyIpv6 = true;
    request.wantsDescriptor = true;
    request.permissions = 0700;
    const ListenRequest copy = ListenRequest::fromJson(request.toJson());
    QCOMPARE(copy.key(), request.key());
    QCOMPARE(copy.backlog, 100);
    QCOMPARE(copy.permissions, 0700);
    QVERIFY(copy.onlyIpv6 && copy.wantsDescriptor);
}

QTEST_GUILESS_MAIN(ListenRequestTest)

#include "tst_listenrequest.moc"
