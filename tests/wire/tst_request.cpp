// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/bodies.h"

#include <QtTest/QtTest>

#include <string>
#include <sys/resource.h>
#include <vector>

using namespace Spawn::Wire;

// What the engine asks for, field by field: a context, and a command.
class tst_Request : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void context();
    void tooLargeAContext();
    void contextIsChecked_data();
    void contextIsChecked();
    void spawn();
    void smallestSpawn();
    void spawnIsChecked_data();
    void spawnIsChecked();
    void tooLargeToSpawn();
};

void tst_Request::context()
{
    const Body body = contextBody();
    const auto message = ContextMessage::decode(body);
    QVERIFY(message);
    QVERIFY(message->directoryAsDescriptor);
    QCOMPARE(message->umask, uint32_t{022});
    QCOMPARE(message->niceLevel, 19);
    const std::vector<ResourceLimit> limits{{RLIMIT_NOFILE, 1024, 4096}};
    QVERIFY(message->limits == limits);
    QVERIFY(message->directory == everyByte());
    const std::vector<std::string> variables(message->environment.begin(),
                                             message->environment.end());
    const std::vector<std::string> expected{"PATH=/bin", everyByte(), ""};
    QVERIFY(variables == expected);
    QVERIFY(message->environment.capacity() > message->environment.size()); // for a null pointer
}

void tst_Request::tooLargeAContext()
{
    std::vector<uint8_t> out;
    encodeEmpty(out, MessageType::Ping, 1, 1);
    const std::vector<uint8_t> before = out;
    const std::string large(MaximumFrameSize, 'x');
    ContextMessage message;
    message.environment = {large.c_str()};
    QVERIFY(!message.encode(out, 1));
    QVERIFY(out == before);
}

void tst_Request::contextIsChecked_data()
{
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<int>("value");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("flag is neither 0 nor 1") << qsizetype{0} << 2 << false;
    QTest::newRow("largest umask") << qsizetype{2} << 1 << true;
    QTest::newRow("umask with more than nine bits") << qsizetype{2} << 2 << false;
    QTest::newRow("negative nice level") << qsizetype{8} << 0xff << true; // the kernel bounds it
    QTest::newRow("no limits where there is one") << qsizetype{9} << 0 << false;
    QTest::newRow("more limits than there are") << qsizetype{9} << 2 << false;
    QTest::newRow("more limits than allowed") << qsizetype{9} << int{MaximumLimits} + 1 << false;
    QTest::newRow("256 times as many limits") << qsizetype{10} << 1 << false;
    QTest::newRow("fewer variables than there are") << qsizetype{11} << 2 << false;
    QTest::newRow("more variables than there are") << qsizetype{11} << 4 << false;
    QTest::newRow("many more variables than there are") << qsizetype{14} << 0xff << false;
}

void tst_Request::contextIsChecked()
{
    QFETCH(qsizetype, offset);
    QFETCH(int, value);
    QFETCH(bool, accepted);

    Body body = contextBody();
    body[size_t(offset)] = uint8_t(value);
    QCOMPARE(ContextMessage::decode(body).has_value(), accepted);
}

void tst_Request::spawn()
{
    const Body body = fullSpawnBody();
    const SpawnMessage expected = fullSpawn();
    const auto message = SpawnMessage::decode(body);
    QVERIFY(message);
    QCOMPARE(message->slot, expected.slot);
    QCOMPARE(message->flags, expected.flags);
    QCOMPARE(message->niceLevel, expected.niceLevel);
    for (size_t i = 0; i < expected.streams.size(); ++i) {
        QCOMPARE(message->streams[i].source, expected.streams[i].source);
        QCOMPARE(message->streams[i].openFlags, expected.streams[i].openFlags);
        QVERIFY(message->streams[i].path == expected.streams[i].path);
    }
    QVERIFY(message->limits == expected.limits);
    QVERIFY(message->childDescriptors == expected.childDescriptors);
    QVERIFY(message->directory == expected.directory);
    const std::vector<std::string> arguments(message->arguments.begin(), message->arguments.end());
    const std::vector<std::string> expectedArguments{"printf", "", everyByte()};
    QVERIFY(arguments == expectedArguments);
    const std::vector<std::string> variables(message->environment.begin(),
                                             message->environment.end());
    const std::vector<std::string> expectedVariables{"PATH=/bin", everyByte()};
    QVERIFY(variables == expectedVariables);
}

void tst_Request::smallestSpawn()
{
    const auto message = SpawnMessage::decode(spawnBody({}, {""}, {}));
    QVERIFY(message);
    QCOMPARE(message->arguments.size(), size_t{1});
    QVERIFY(message->environment.empty());
    // The null pointer that execve() wants behind them must not need another allocation.
    QVERIFY(message->arguments.capacity() > message->arguments.size());
    QVERIFY(message->environment.capacity() > message->environment.size());
}

void tst_Request::spawnIsChecked_data()
{
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray minusOne("\xff\xff\xff\xff");
    QTest::newRow("slot beyond the last") << qsizetype{0} << QByteArray("\x00\x20\x00\x00", 4);
    QTest::newRow("slot of minus one") << qsizetype{0} << minusOne;
    QTest::newRow("unknown flag") << qsizetype{4} << QByteArray("\x08");
    QTest::newRow("variables that are not its own") << qsizetype{4} << QByteArray("\x03");
    QTest::newRow("highest flag") << qsizetype{7} << QByteArray("\x80");
    QTest::newRow("input from an unknown source") << qsizetype{12} << QByteArray("\x04");
    QTest::newRow("input as the output") << qsizetype{12} << QByteArray("\x03");
    QTest::newRow("output as itself") << qsizetype{17} << QByteArray("\x03");
    QTest::newRow("error output from an unknown source") << qsizetype{22} << QByteArray("\xff");
    QTest::newRow("a file without a path") << qsizetype{17} << QByteArray("\x02");
    QTest::newRow("a path without a file") << qsizetype{12} << QByteArray("\x01");
    QTest::newRow("fewer limits than there are") << qsizetype{27} << QByteArray("\x01");
    QTest::newRow("more limits than allowed")
        << qsizetype{27} << QByteArray(1, char(MaximumLimits + 1));
    QTest::newRow("largest number of limits") << qsizetype{27} << minusOne.left(2);
    QTest::newRow("more extra descriptors than allowed")
        << qsizetype{29} << QByteArray(1, char(MaximumExtraDescriptors + 1));
    QTest::newRow("largest number of extra descriptors") << qsizetype{29} << minusOne.left(2);
    QTest::newRow("no arguments") << qsizetype{31} << QByteArray(4, 0);
    QTest::newRow("more arguments than there are") << qsizetype{31} << QByteArray("\x08");
    QTest::newRow("largest number of arguments") << qsizetype{31} << minusOne;
    QTest::newRow("an argument that is a variable") << qsizetype{35} << QByteArray("\x01");
    QTest::newRow("largest number of variables") << qsizetype{35} << minusOne;
    QTest::newRow("all counts at their largest") << qsizetype{27} << minusOne.repeated(3);
    QTest::newRow("extra descriptor is the error output")
        << qsizetype{39 + 2 * 20} << QByteArray("\x02");
    QTest::newRow("extra descriptor is negative") << qsizetype{39 + 2 * 20} << minusOne;
}

void tst_Request::spawnIsChecked()
{
    QFETCH(qsizetype, offset);
    QFETCH(QByteArray, bytes);

    Body body = fullSpawnBody();
    QVERIFY(SpawnMessage::decode(body));
    std::copy(bytes.begin(), bytes.end(), body.begin() + offset);
    QVERIFY(!SpawnMessage::decode(body));
}

void tst_Request::tooLargeToSpawn()
{
    std::vector<uint8_t> out;
    encodeEmpty(out, MessageType::Ping, 1, 1);
    const std::vector<uint8_t> before = out;

    const SpawnMessage message = fullSpawn();
    SpawnEncoder encoder(out, 1, 2, message, 1, 0);
    encoder.string(std::string(MaximumFrameSize, 'x'));
    QVERIFY(!encoder.finish());
    QVERIFY(out == before);

    // As large as a frame may be.
    const size_t rest = spawnBody(message, {""}, {}).size();
    const Body body = spawnBody(message, {std::string(MaximumFrameSize - rest, 'x')}, {});
    QCOMPARE(body.size(), size_t{MaximumFrameSize});
    QVERIFY(SpawnMessage::decode(body));
}

QTEST_GUILESS_MAIN(tst_Request)
#include "tst_request.moc"
