// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/applicationprocess.h"
#include "common/commandspy.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// With a delegated cgroup v2 nothing of a command outlives it, whatever it does.
class ControlGroupTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void eachCommandHasItsOwn();
    void nothingOutlivesItsCommand();
    void killTakesWhatLeftTheProcessGroup();
    void timeoutTakesWhatLeftTheProcessGroup();
    void destroyTakesAll();
    void detachedCommandsAreElsewhere();
    void helperIsReplaced();
    void f20_applicationKilled();
    void groupThatIsGone();
    void directoryThatIsNone_data();
    void directoryThatIsNone();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    QStringList groups() const
    {
        return QDir(m_directory).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    }

    QString m_directory; // delegated
    SpawnerFixture m_fixture;
};

// Where this process may make groups: below its own, in the cgroup2 that is mounted somewhere.
static QString delegated()
{
    QFile mounts(u"/proc/self/mountinfo"_s);
    QFile own(u"/proc/self/cgroup"_s);
    if (!mounts.open(QIODevice::ReadOnly) || !own.open(QIODevice::ReadOnly))
        return {};
    QByteArray mountPoint;
    const QList<QByteArray> lines = mounts.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.contains(" - cgroup2 "))
            mountPoint = line.split(' ').value(4);
    }
    QByteArray path;
    const QList<QByteArray> groups = own.readAll().split('\n');
    for (const QByteArray &group : groups) {
        if (group.startsWith("0::"))
            path = group.mid(3);
    }
    if (mountPoint.isEmpty() || path.isEmpty())
        return {};
    const QByteArray directory
        = mountPoint + path + "/asyncspawner-test-" + QByteArray::number(getpid());
    if (mkdir(directory.constData(), 0755) != 0)
        return {};
    if (access((directory + "/cgroup.kill").constData(), W_OK) != 0) {
        rmdir(directory.constData());
        return {};
    }
    return QDir::cleanPath(QFile::decodeName(directory));
}

static QByteArray groupOf(qint64 processId)
{
    const QList<QByteArray> lines = processFile(processId, "cgroup").split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("0::"))
            return line.mid(line.lastIndexOf('/') + 1).trimmed();
    }
    return {};
}

// Leaves a process with a session of its own, which holds the output open, and says its number.
static Command escaping(const QStringList &then)
{
    Command command(testChildChain({{u"escape"_s, u"60000"_s}, then}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    return command;
}

static qint64 numberIn(CommandReply &reply)
{
    QByteArray text;
    const auto isThere = [&] {
        return (text += reply.readAllStandardOutput()).endsWith('\n');
    };
    return QTest::qWaitFor(isThere, Patience) ? text.trimmed().toLongLong() : 0;
}

void ControlGroupTest::initTestCase()
{
    m_directory = delegated();
    if (m_directory.isEmpty())
        QSKIP("No cgroup v2 is delegated to this process, or the kernel is older than 5.14");
}

void ControlGroupTest::cleanupTestCase()
{
    if (!m_directory.isEmpty())
        QVERIFY(rmdir(m_directory.toLocal8Bit().constData()) == 0);
}

void ControlGroupTest::init()
{
    m_fixture.begin();
    spawner().setControlGroup(m_directory);
}

void ControlGroupTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
    QTRY_COMPARE_WITH_TIMEOUT(groups(), QStringList(), Patience);
}

void ControlGroupTest::eachCommandHasItsOwn()
{
    CommandSpy one(spawner().aspawn(testChild({u"sleep"_s, u"60000"_s})));
    CommandSpy two(spawner().aspawn(testChild({u"sleep"_s, u"60000"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(one.hasStarted() && two.hasStarted(), Patience);
    QCOMPARE(groupOf(one.reply()->processId()), QByteArray::number(one.reply()->id()));
    QCOMPARE(groupOf(two.reply()->processId()), QByteArray::number(two.reply()->id()));
    QCOMPARE(groupOf(spawner().helperProcessId()), groupOf(getpid()));
    QCOMPARE(groups().size(), 1);
    one.reply()->kill();
    QVERIFY(one.waitForGone());
    QCOMPARE(one.result().signalNumber, SIGKILL);
    QVERIFY(!two.isFinished());
    two.reply()->kill();
    QVERIFY(two.waitForGone());
}

void ControlGroupTest::nothingOutlivesItsCommand()
{
    Command command = escaping({u"exit"_s, u"3"_s});
    command.setStandardOutputMode(Command::OutputMode::Capture);
    QElapsedTimer time;
    time.start();
    CommandSpy spy(spawner().aspawn(command));
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().exitCode, 3);
    const qint64 escaped = spy.result().standardOutput.trimmed().toLongLong();
    QVERIFY(escaped > 1);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(escaped), Patience);
    QVERIFY(time.elapsed() < 30000); // and not by its own end
}

void ControlGroupTest::killTakesWhatLeftTheProcessGroup()
{
    CommandSpy spy(spawner().aspawn(escaping({u"sleep"_s, u"60000"_s})));
    const qint64 escaped = numberIn(*spy.reply());
    QVERIFY(Leftovers::isAlive(escaped));
    spy.reply()->kill();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().signalNumber, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(escaped), Patience);
}

void ControlGroupTest::timeoutTakesWhatLeftTheProcessGroup()
{
    Command command = escaping({u"sleep"_s, u"60000"_s});
    command.setTimeout(std::chrono::seconds(2));
    CommandSpy spy(spawner().aspawn(command));
    const qint64 escaped = numberIn(*spy.reply());
    QVERIFY(escaped > 1);
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().error, Error::TimedOut);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(escaped), Patience);
}

void ControlGroupTest::destroyTakesAll()
{
    CommandSpy spy(spawner().aspawn(escaping({u"sleep"_s, u"60000"_s})));
    const qint64 escaped = numberIn(*spy.reply());
    QVERIFY(Leftovers::isAlive(escaped));
    spawner().destroy();
    QVERIFY(spy.waitForGone());
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(escaped), Patience);
}

void ControlGroupTest::detachedCommandsAreElsewhere()
{
    Command command(testChild({u"sleep"_s, u"60000"_s}));
    command.setDetached(true);
    CommandSpy spy(spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), Patience);
    QCOMPARE(groupOf(spy.reply()->processId()), groupOf(getpid()));
    spy.reply()->kill();
    QVERIFY(spy.waitForGone());
}

void ControlGroupTest::helperIsReplaced()
{
    CommandSpy before(spawner().aspawn(testChild({u"sleep"_s, u"60000"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(before.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    kill(static_cast<pid_t>(helper), SIGKILL);
    CommandSpy after(spawner().aspawn(testChild({u"sleep"_s, u"60000"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(after.hasStarted(), Patience);
    QVERIFY(spawner().helperProcessId() != helper);
    QCOMPARE(groupOf(after.reply()->processId()), QByteArray::number(after.reply()->id()));
    QCOMPARE(groups().size(), 1);
    QVERIFY(!before.isFinished());
    for (CommandSpy *const spy : {&before, &after}) {
        spy->reply()->kill();
        QVERIFY(spy->waitForGone());
    }
}

void ControlGroupTest::f20_applicationKilled()
{
    ApplicationProcess application(
        QStringList{u"commands-in-groups"_s, m_directory, u"3"_s}
        + testChildChain({{u"escape"_s, u"60000"_s}, {u"sleep"_s, u"60000"_s}}));
    QVERIFY(application.waitFor("output", 3));
    const QList<qint64> escaped = application.told("output");
    const qint64 helper = application.told("helper").value(0);
    QCOMPARE(groups().size(), 1);
    kill(static_cast<pid_t>(application.processId()), SIGKILL);
    for (const qint64 processId : escaped)
        QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(processId), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(helper), Patience);
    QCOMPARE(groups(), QStringList());
}

// Somebody removes it while it is in use: that is told, and nobody else is concerned.
void ControlGroupTest::groupThatIsGone()
{
    CommandSpy first(spawner().aspawn({u"true"_s}));
    QVERIFY(first.waitForGone());
    QVERIFY(first.result().isSuccess());
    const QByteArray group = (m_directory + u'/' + groups().value(0)).toLocal8Bit();
    QVERIFY(QTest::qWaitFor([&] { return rmdir(group.constData()) == 0; }, Patience));
    CommandSpy second(spawner().aspawn({u"true"_s}));
    QVERIFY(second.waitForGone());
    QCOMPARE(second.result().error, Error::FailedToStart);
    QCOMPARE(second.result().stage, Stage::ControlGroup);
    QVERIFY(second.result().systemError == ENOENT || second.result().systemError == ENODEV);
    QVERIFY(second.result().errorString().contains(u"control group"_s));
    AsyncSpawner other;
    QVERIFY(runCommand(other, {u"true"_s}).isSuccess());
}

void ControlGroupTest::directoryThatIsNone_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<int>("error");
    QTest::newRow("missing") << m_directory + u"/missing/group"_s << ENOENT;
    QTest::newRow("of another file system") << QDir::tempPath() << EOPNOTSUPP;
    QTest::newRow("relative") << u"group"_s << EINVAL;
}

void ControlGroupTest::directoryThatIsNone()
{
    QFETCH(QString, directory);
    QFETCH(int, error);
    spawner().setControlGroup(directory);
    const HelperSpy helpers(spawner());
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Transfer);
    QCOMPARE(result.systemError, error);
    QCOMPARE(helpers.errors.size(), 1);
    QCOMPARE(helpers.errors[0].kind, SpawnerError::Kind::HelperFailedToStart);
    QVERIFY(helpers.errors[0].text.contains(directory));
}

QTEST_GUILESS_MAIN(ControlGroupTest)
#include "tst_controlgroup.moc"
