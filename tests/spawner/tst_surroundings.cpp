// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>
#include <spawner/logger.h>

#include "common/applicationprocess.h"
#include "common/fakehelper.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// What is around a helper: a terminal, copies of the application, a container, a log.
class SurroundingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void helpersWordsAreLogged();
    void helpersWordsGoToItsCategory();
    void f12_interruptOfATerminal();
    void f17_copyOfTheApplicationLivesOn();
    void f93_firstProcessOfAContainer();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

struct Line
{
    QtMsgType type;
    QByteArray category;
    QString message;
};

class Recording final : public Logger
{
public:
    void log(QtMsgType type, QByteArrayView category, const QString &message,
             const QJsonObject &) override
    {
        lines.append({type, category.toByteArray(), message});
    }
    QList<Line> lines;
};

static RestartPolicy twoTries()
{
    RestartPolicy policy;
    policy.giveUpAfter = 2;
    return policy;
}

void SurroundingsTest::helpersWordsAreLogged()
{
    Recording recording;
    FakeHelper helper(u"dies-after-greeting"_s);
    spawner().setLogger(&recording);
    spawner().setHelperProgram(helper.path());
    spawner().setRestartPolicy(twoTries());
    QCOMPARE(runCommand(spawner(), {u"true"_s}).error, CommandResult::Error::FailedToStart);
    int words = 0;
    int ends = 0;
    for (const Line &line : std::as_const(recording.lines)) {
        if (line.category != "spawn.helper")
            continue;
        if (line.message == u"the last words"_s) {
            ++words;
            QCOMPARE(line.type, QtWarningMsg);
        }
        ends += line.message.contains(u"exited with status 3"_s) ? 1 : 0;
    }
    QCOMPARE(words, 2);
    QCOMPARE(ends, 2);
    QCOMPARE(recording.lines.last().type, QtDebugMsg); // of the command
    spawner().setLogger(nullptr);
}

void SurroundingsTest::helpersWordsGoToItsCategory()
{
    static QList<Line> lines;
    lines.clear();
    const QtMessageHandler before = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext &context, const QString &message) {
            lines.append({type, context.category, message});
        });
    FakeHelper helper(u"dies-after-greeting"_s);
    spawner().setHelperProgram(helper.path());
    spawner().setRestartPolicy(twoTries());
    runCommand(spawner(), {u"true"_s});
    qInstallMessageHandler(before);
    const auto isWords = [](const Line &line) {
        return line.category == "spawn.helper" && line.message == u"the last words"_s;
    };
    QCOMPARE(std::count_if(lines.cbegin(), lines.cend(), isWords), 2);
}

// Everybody in the terminal's foreground group gets it; who has a session of its own does not.
void SurroundingsTest::f12_interruptOfATerminal()
{
    int terminal = -1;
    const pid_t application = forkpty(&terminal, nullptr, nullptr, nullptr);
    QVERIFY(application >= 0);
    if (application == 0) {
        execl(TESTAPPLICATION, TESTAPPLICATION, "run", nullptr);
        _exit(1);
    }
    QByteArray output;
    const auto told = [&](const QByteArray &word) {
        pollfd entry{terminal, POLLIN, 0};
        char text[1024];
        while (poll(&entry, 1, 0) > 0) {
            const ssize_t size = read(terminal, text, sizeof text);
            if (size <= 0)
                break;
            output.append(text, size);
        }
        return numbersTold(output.replace("^C", ""), word);
    };
    QTRY_COMPARE_WITH_TIMEOUT(told("command").size(), 1, Patience);
    const qint64 helper = told("helper").value(0);
    const qint64 command = told("command").value(0);
    m_fixture.leftovers().expect(application);

    QCOMPARE(write(terminal, "\x03", 1), ssize_t(1));
    QTRY_COMPARE_WITH_TIMEOUT(told("interrupted").size(), 1, Patience);
    QCOMPARE(write(terminal, "\n", 1), ssize_t(1));
    QTRY_COMPARE_WITH_TIMEOUT(told("result"), QList<qint64>{6}, Patience);
    QCOMPARE(told("helper"), QList<qint64>{helper});
    QVERIFY(told("exit").isEmpty());
    QVERIFY(told("finished").isEmpty());
    QVERIFY(Leftovers::isAlive(helper) && Leftovers::isAlive(command));

    QCOMPARE(write(terminal, "\x04", 1), ssize_t(1)); // the end of its input
    int status = -1;
    QVERIFY(QTest::qWaitFor([&] { return waitpid(application, &status, WNOHANG) == application; },
                            Patience));
    QCOMPARE(status, 0);
    close(terminal);
    QTRY_VERIFY(!Leftovers::isAlive(helper) && !Leftovers::isAlive(command));
}

// The copy holds our ends of all channels, so that no end of file tells of our death.
void SurroundingsTest::f17_copyOfTheApplicationLivesOn()
{
    ApplicationProcess application({u"run-with-a-copy"_s});
    QVERIFY(application.waitFor("command") && application.waitFor("copy"));
    const qint64 helper = application.told("helper").value(0);
    const qint64 command = application.told("command").value(0);
    const auto copy = static_cast<pid_t>(application.told("copy").value(0));
    QVERIFY(Leftovers::isAlive(helper) && Leftovers::isAlive(command) && Leftovers::isAlive(copy));
    kill(static_cast<pid_t>(application.processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(helper), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(command), Patience);
    const bool copyWasThere = Leftovers::isAlive(copy);
    kill(copy, SIGKILL);
    QVERIFY(copyWasThere);
    QVERIFY(application.waitForEnd());
}

// Its numbers are the container's own, and what it does not wait for nobody does.
void SurroundingsTest::f93_firstProcessOfAContainer()
{
    QProcess application;
    application.start(
        u"unshare"_s,
        {u"--pid"_s, u"--fork"_s, u"--mount-proc"_s, QStringLiteral(TESTAPPLICATION), u"run"_s});
    QVERIFY(application.waitForStarted());
    QByteArray output;
    const auto told = [&](const char *word) {
        output += application.readAllStandardOutput();
        return numbersTold(output, word);
    };
    QTRY_VERIFY_WITH_TIMEOUT(
        !told("command").isEmpty() || application.state() == QProcess::NotRunning, Patience);
    if (application.state() == QProcess::NotRunning)
        QSKIP("Only root makes a namespace of process numbers here");
    QVERIFY(told("helper").value(0) > 1 && told("helper").value(0) < 1000);
    QVERIFY(told("command").value(0) < 1000);
    application.write("once\n");
    QTRY_COMPARE_WITH_TIMEOUT(told("result"), QList<qint64>{6}, Patience);
    application.closeWriteChannel();
    QVERIFY(application.waitForFinished(Patience));
    QCOMPARE(application.exitStatus(), QProcess::NormalExit);
    QCOMPARE(application.exitCode(), 0);
}

QTEST_GUILESS_MAIN(SurroundingsTest)
#include "tst_surroundings.moc"
