// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"

#include "common/testchild.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// What it finds: a checker that never complains would let every test pass.
class LeftoversTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void findsNothing();
    void findsAChild();
    void findsAZombie();
    void findsAnEscapedProcess();
    void findsADescriptor();
    void findsASignalMask();
    void findsADisposition();
    void understandsTheReports();
};

static QByteArray outputOf(const QStringList &argv)
{
    QProcess process;
    process.start(argv[0], argv.mid(1));
    return process.waitForFinished() ? process.readAllStandardOutput() : QByteArray();
}

void LeftoversTest::initTestCase()
{
    // QProcess installs its handler of SIGCHLD and opens its descriptors with the first one.
    QCOMPARE(outputOf(testChild({u"writestd"_s, u"x"_s, u""_s})), "x");
}

void LeftoversTest::findsNothing()
{
    const Leftovers leftovers;
    QCOMPARE(leftovers.check(), QString());
}

void LeftoversTest::findsAChild()
{
    Leftovers leftovers;
    QProcess process;
    process.start(testChildProgram(), {u"sleep"_s, u"30000"_s});
    QVERIFY(process.waitForStarted());
    const qint64 child = process.processId();
    QVERIFY(leftovers.check().contains(u"child %1, state"_s.arg(child)));
    QCOMPARE(leftovers.taggedProcesses(), QList<qint64>{child});
    QVERIFY(Leftovers::isAlive(child));

    leftovers.recordDescriptors();
    leftovers.expect(child);
    QCOMPARE(leftovers.check(), QString());

    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(!Leftovers::isAlive(child));
    QVERIFY(leftovers.taggedProcesses().isEmpty());
}

void LeftoversTest::findsAZombie()
{
    const Leftovers leftovers;
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    QTRY_COMPARE(leftovers.check(), u"child %1, state Z"_s.arg(child));
    QVERIFY(!Leftovers::isAlive(child));
    QCOMPARE(waitpid(child, nullptr, 0), child);
    QCOMPARE(leftovers.check(), QString());
}

void LeftoversTest::findsAnEscapedProcess()
{
    const Leftovers leftovers;
    const pid_t escaped = linesOf(outputOf(testChild({u"escape"_s, u"30000"_s})))[0].toInt();
    QVERIFY(escaped > 1);
    QCOMPARE(leftovers.check(), u"process %1 with the tag"_s.arg(escaped));
    kill(escaped, SIGKILL);
    QTRY_COMPARE(leftovers.check(), QString());
}

void LeftoversTest::findsADescriptor()
{
    const Leftovers leftovers;
    const int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    QVERIFY(leftovers.check().contains("/dev/zero"_L1));
    close(fd);
    QCOMPARE(leftovers.check(), QString());
}

void LeftoversTest::findsASignalMask()
{
    const Leftovers leftovers;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    QCOMPARE(leftovers.check(), u"another signal mask"_s);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    QCOMPARE(leftovers.check(), QString());
}

void LeftoversTest::findsADisposition()
{
    const Leftovers leftovers;
    signal(SIGUSR1, SIG_IGN);
    QVERIFY(leftovers.check().startsWith("other dispositions"_L1));
    signal(SIGUSR1, SIG_DFL);
    QCOMPARE(leftovers.check(), QString());
}

void LeftoversTest::understandsTheReports()
{
    const auto state = stateOf(outputOf(testChild({u"state"_s})));
    QCOMPARE(state["ppid"].toLongLong(), QCoreApplication::applicationPid());
    QVERIFY(state.contains("limit7"));
    QVERIFY(descriptorsOf(outputOf(testChild({u"fds"_s}))).contains(0));
    QCOMPARE(fromHexLines(outputOf(testChild({u"args"_s, u""_s, u"\u00fc"_s}))).mid(1),
             (QList<QByteArray>{"args", "", "\xc3\xbc"}));
    const Leftovers leftovers;
    QVERIFY(fromHexLines(outputOf(testChild({u"env"_s}))).contains(leftovers.tag()));
    QCOMPARE(outputOf(testChildChain({{u"write"_s, u"2"_s}, {u"writestd"_s, u"b"_s}})), "xxb");
}

QTEST_GUILESS_MAIN(LeftoversTest)
#include "tst_leftovers.moc"
