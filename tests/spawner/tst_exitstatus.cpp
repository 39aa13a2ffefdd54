// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <deque>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Error = CommandResult::Error;

// What the kernel says of an end is what the result says.
class ExitStatusTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f77_coreDumps_data();
    void f77_coreDumps();
    void f78_everyExitCode();
    void f78_everySignal();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void ExitStatusTest::f77_coreDumps_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<bool>("core");
    QTest::newRow("aborts") << u"abort"_s << SIGABRT << false;
    QTest::newRow("aborts and may dump") << u"abort"_s << SIGABRT << true;
    QTest::newRow("touches nothing") << u"segv"_s << SIGSEGV << false;
    QTest::newRow("touches nothing and may dump") << u"segv"_s << SIGSEGV << true;
}

void ExitStatusTest::f77_coreDumps()
{
    QFETCH(QString, mode);
    QFETCH(int, signalNumber);
    QFETCH(bool, core);
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    if (core && limit.rlim_max == 0)
        QSKIP("core dumps are not allowed here: the hard limit is 0");
    QFile patternFile(u"/proc/sys/kernel/core_pattern"_s);
    QVERIFY(patternFile.open(QIODevice::ReadOnly));
    const QByteArray pattern = patternFile.readAll().trimmed();
    if (core && (pattern.isEmpty() || pattern.startsWith('/')))
        QSKIP("core dumps go to a folder of the system: whether one was made cannot be seen");

    const QTemporaryDir folder;
    Command command(testChild({mode}));
    command.setWorkingDirectory(folder.path());
    command.setResourceLimit(RLIMIT_CORE, core ? limit.rlim_max : 0, limit.rlim_max);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::Crashed);
    QCOMPARE(result.signalNumber, signalNumber);
    QCOMPARE(result.exitCode, -1);
    const bool dumped = pattern.startsWith('|') || !QDir(folder.path()).isEmpty();
    QCOMPARE(result.coreDumped, core && dumped);
    QCOMPARE(result.errorString().endsWith(u"(core dumped)"_s), result.coreDumped);
}

void ExitStatusTest::f78_everyExitCode()
{
    QList<int> codes(256, -2);
    int wrong = 0;
    int finished = 0;
    for (int i = 0; i < 256; ++i) {
        spawner().aspawn(testChild({u"exit"_s, QString::number(i)}), this,
                         [&, i](const CommandResult &result) {
                             ++finished;
                             codes[i] = result.exitCode;
                             const Error error = i == 0 ? Error::NoError : Error::NonZeroExit;
                             wrong += result.error != error || result.signalNumber != 0 ? 1 : 0;
                         });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished, 256, CommandSpy::Patience);
    QCOMPARE(wrong, 0);
    for (int i = 0; i < 256; ++i)
        QCOMPARE(codes[i], i);
}

void ExitStatusTest::f78_everySignal()
{
    const QList<int> ignored{SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
    const QList<int> stopping{SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}; // tst_endings
    std::deque<CommandSpy> spies;
    QList<int> numbers;
    for (int i = 1; i <= SIGRTMAX; ++i) {
        if (stopping.contains(i))
            continue;
        numbers.append(i);
        spies.emplace_back(spawner().aspawn(testChild({u"signal"_s, QString::number(i)})));
    }
    for (int i = 0; i < numbers.size(); ++i) {
        CommandSpy &spy = spies[static_cast<size_t>(i)];
        QVERIFY(spy.waitForGone());
        const bool survives = ignored.contains(numbers[i]);
        QCOMPARE(spy.result().signalNumber, survives ? 0 : numbers[i]);
        QCOMPARE(spy.result().exitCode, survives ? 125 : -1); // and never 128 + n
        QCOMPARE(spy.result().error, survives ? Error::NonZeroExit : Error::Crashed);
    }
}

QTEST_GUILESS_MAIN(ExitStatusTest)
#include "tst_exitstatus.moc"
