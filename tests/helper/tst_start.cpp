// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include <QtCore/QFile>
#include <QtTest/QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Spawn::Wire;

class tst_Start : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesToStartByHand_data();
    void refusesToStartByHand();
    void answersHello();
    void refusesAnotherVersion();
    void ledgerMustBeSealed_data();
    void ledgerMustBeSealed();
    void staysSmall();
    void survivesSignals_data();
    void survivesSignals();
    void endsWhenTheEngineCloses();
    void leavesCommandsToALivingApplication();
    void leadsASessionInTheRoot();
};

void tst_Start::refusesToStartByHand_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<bool>("withDescriptors");
    QTest::newRow("without descriptors") << QList<QByteArray>() << false;
    QTest::newRow("--help") << QList<QByteArray>{"--help"} << false;
    QTest::newRow("--version, with descriptors") << QList<QByteArray>{"--version"} << true;
}

void tst_Start::refusesToStartByHand()
{
    QFETCH(const QList<QByteArray>, arguments);
    QFETCH(const bool, withDescriptors);
    HelperLink link;
    if (!withDescriptors) {
        link.helperControl.reset();
        link.helperLane.reset();
        link.ledger.reset();
    }
    QVERIFY(link.start(arguments));
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 2}));
    const QByteArray text = link.standardError();
    QVERIFY2(text.startsWith("asyncspawner-helper " ASYNCSPAWNER_BUILD_ID " "), text.constData());
    QVERIFY2(text.contains("started by hand") && text.contains("AsyncSpawner library"),
             text.constData());
}

void tst_Start::answersHello()
{
    HelperLink link;
    QVERIFY(link.start());
    std::vector<uint8_t> bytes;
    HelloMessage{ProtocolVersion, "another build"}.encode(bytes, 42);
    link.sendBytes(bytes);
    const auto answer = link.answer(MessageType::Hello);
    QVERIFY(answer);
    QCOMPARE(answer->generation, 42U);
    const auto hello = HelloMessage::decode(answer->bytes());
    QVERIFY(hello);
    QCOMPARE(hello->version, ProtocolVersion);
    QCOMPARE(QByteArray(hello->build.data()), QByteArray(ASYNCSPAWNER_BUILD_ID));
}

void tst_Start::refusesAnotherVersion()
{
    HelperLink link;
    QVERIFY(link.start());
    std::vector<uint8_t> bytes;
    HelloMessage{999, "9.9"}.encode(bytes, HelperLink::Generation);
    link.sendBytes(bytes);
    QVERIFY(link.answer(MessageType::Hello)); // so that the engine can name both
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 3}));
    QVERIFY(link.standardError().contains("9.9"));
}

void tst_Start::ledgerMustBeSealed_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<bool>("isSealed");
    QTest::newRow("not sealed") << quint64{LedgerSize} << false;
    QTest::newRow("too small") << quint64{LedgerSize / 2} << true;
    QTest::newRow("too large") << quint64{LedgerSize * 2} << true;
}

void tst_Start::ledgerMustBeSealed()
{
    QFETCH(const quint64, size);
    QFETCH(const bool, isSealed);
    HelperLink link;
    link.ledger = makeLedger(size, isSealed);
    QVERIFY(link.start());
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 2}));
}

static int residentKilobytes(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toInt();
    }
    return -1;
}

void tst_Start::staysSmall()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("The sanitizer's own memory is larger");
#endif
    HelperLink link;
    QVERIFY(link.startAndGreet());
    QCOMPARE_LT(residentKilobytes(link.processId()), 1536);
    // 2 MiB of environment, which it must not keep.
    Request large = testChildRequest({"exit", "0"});
    for (int i = 0; i < 16; ++i)
        large.environment.append("V" + QByteArray::number(i) + '=' + QByteArray(100000, 'x'));
    for (quint64 id = 1; id <= 300; ++id) {
        link.spawn(id, id % 100 == 0 ? large : testChildRequest({"exit", "0"}));
        QCOMPARE(link.end(id), (End{CLD_EXITED, 0}));
    }
    QVERIFY(link.answersPing(1));
    QCOMPARE_LT(residentKilobytes(link.processId()), 1536);
}

void tst_Start::survivesSignals_data()
{
    QTest::addColumn<int>("number");
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM})
        QTest::newRow(sigabbrev_np(number)) << number;
}

void tst_Start::survivesSignals()
{
    QFETCH(const int, number);
    HelperLink link;
    QVERIFY(link.startAndGreet());
    QCOMPARE(kill(link.processId(), number), 0);
    QVERIFY(link.answersPing(5));
    // Nor is anything of it passed on: the command dies of the same signal.
    link.spawn(1, testChildRequest({"signal", QByteArray::number(number)}));
    const End end = link.end(1);
    QVERIFY(end.code == CLD_KILLED || end.code == CLD_DUMPED);
    QCOMPARE(end.status, number);
}

void tst_Start::endsWhenTheEngineCloses()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.control.reset();
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
    QCOMPARE(link.standardError(), QByteArray());
}

void tst_Start::leavesCommandsToALivingApplication()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    int fds[2];
    QCOMPARE(pipe2(fds, O_CLOEXEC), 0);
    const Descriptor reader(fds[0]);
    Descriptor writer(fds[1]);
    Request request;
    request.arguments = {"cat"};
    request.message.streams[0].source = Source::Lane;
    request.descriptors = {reader.get()};
    link.spawn(1, request);
    QVERIFY(link.isCloned(1));
    QTRY_COMPARE(stateOf(&link.slot(1)), LedgerState::Executing);
    shutdown(link.control.get(), SHUT_RDWR);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
    QCOMPARE(kill(link.slot(1).pid, 0), 0);
    request = {};
    writer.reset();
    QCOMPARE(link.end(1), (End{CLD_EXITED, 0})); // of its own accord
}

void tst_Start::leadsASessionInTheRoot()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    const pid_t pid = link.processId();
    QCOMPARE(getsid(pid), pid);
    QCOMPARE(QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid)), QStringLiteral("/"));
}

QTEST_GUILESS_MAIN(tst_Start)
#include "tst_start.moc"
