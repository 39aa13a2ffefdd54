// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <deque>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// A spawner, and what another process would see of it.
class MonitorClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void showsWhatWaitsRunsAndHasEnded();
    void hearsOfChanges();
    void attachesLate();
    void showsCommandsThatNeverLeftTheApplication();
    void showsTheHelpersEnd();
    void f94_secretsStayHidden();
    void outputIsSharedOnlyWhenAllowed();
    void f88_controlIsNotAllowed();
    void controls();
    void raisesAWaitingCommand();
    void seesABusyApplication();
    void oldCommandsAreForgotten();
    void endsWithTheApplication();
    void severalAtOnce();
    void f86_attachesAHundredTimes();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    MonitorTarget target() const;
    bool attach(MonitorClient &client) const;

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
};

void MonitorClientTest::initTestCase()
{
    QCoreApplication::setApplicationName(u"test application"_s);
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void MonitorClientTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&spawner(), &spawner());
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
}

void MonitorClientTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

MonitorTarget MonitorClientTest::target() const
{
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        if (target.processId == getpid())
            return target;
    }
    return {};
}

bool MonitorClientTest::attach(MonitorClient &client) const
{
    client.connectTo(target());
    return QTest::qWaitFor([&] { return client.state() == MonitorClient::State::Connected; },
                           Patience);
}

void MonitorClientTest::showsWhatWaitsRunsAndHasEnded()
{
    spawner().setMaxRunningCount(1);
    CommandSpy ended(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QVERIFY(ended.waitForGone());
    Command labelled = heldCommand(0);
    labelled.setLabel(u"held"_s);
    CommandSpy running(spawner().aspawn(labelled));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    CommandSpy waiting(spawner().aspawn({u"true"_s, u"an argument"_s}));

    MonitorClient client;
    QVERIFY(attach(client));
    const auto state = [&](const CommandSpy &spy) {
        return client.snapshot().commands.value(spy.id()).state;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(waiting), CommandReply::State::Queued, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().commands.size(), 3, Patience);
    const SpawnerSnapshot snapshot = client.snapshot();
    QCOMPARE(snapshot.application, u"test application"_s);
    QCOMPARE(snapshot.processId, getpid());
    QCOMPARE(snapshot.helper.state, AsyncSpawner::State::Running);
    QCOMPARE(snapshot.helper.processId, spawner().helperProcessId());
    QVERIFY(snapshot.helper.residentMemory > 0);
    QVERIFY(snapshot.helper.descriptors > 3);
    QCOMPARE(snapshot.queue.waiting, 1);
    QCOMPARE(snapshot.queue.running, 1);
    QCOMPARE(snapshot.queue.runningLimit, 1);
    const CommandSnapshot &first = snapshot.commands[ended.id()];
    QCOMPARE(first.state, CommandReply::State::Finished);
    QCOMPARE(first.error, CommandResult::Error::NonZeroExit);
    QCOMPARE(first.exitCode, 3);
    QCOMPARE(first.text, ended.result().errorString());
    QCOMPARE(first.processId, ended.result().processId);
    QVERIFY(first.elapsed == ended.result().elapsed && first.queued == ended.result().queued);
    QVERIFY(first.submitted > 0 && first.started >= first.submitted);
    QVERIFY(first.finished >= first.started);
    const CommandSnapshot &second = snapshot.commands[running.id()];
    QCOMPARE(second.state, CommandReply::State::Running);
    QCOMPARE(second.label, u"held"_s);
    QCOMPARE(second.processId, running.reply()->processId());
    QCOMPARE(snapshot.commands[waiting.id()].arguments, (QStringList{u"true"_s, u"an argument"_s}));
    running.reply()->write("x");
    QVERIFY(running.waitForGone() && waiting.waitForGone());
    QTRY_COMPARE_WITH_TIMEOUT(state(waiting), CommandReply::State::Finished, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().queue.waiting, 0, Patience);
    QCOMPARE(client.snapshot().outcomes[size_t(CommandResult::Error::NoError)], 2);
    QCOMPARE(client.snapshot().outcomes[size_t(CommandResult::Error::NonZeroExit)], 1);
}

void MonitorClientTest::hearsOfChanges()
{
    MonitorClient client;
    QVERIFY(attach(client));
    QSignalSpy changed(&client, &MonitorClient::changed);
    QSignalSpy resets(&client, &MonitorClient::reset);
    QElapsedTimer time;
    time.start();
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 200; ++i)
        spies.emplace_back(spawner().aspawn({u"true"_s}));
    for (CommandSpy &spy : spies)
        QVERIFY(spy.waitForGone());
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().outcomes[size_t(CommandResult::Error::NoError)],
                              200, Patience);
    QCOMPARE(client.snapshot().commands.size(), 200);
    QVERIFY(changed.size() >= 1);
    QVERIFY(changed.size() <= time.elapsed() / 100 + 4); // ten a second, and some figures
    QCOMPARE(resets.size(), 0);
    QCOMPARE(client.snapshot().dropped, 0);
}

// As if it had always been there, but for what had ended before.
void MonitorClientTest::attachesLate()
{
    delete m_server;
    CommandSpy ended(spawner().aspawn({u"true"_s}));
    QVERIFY(ended.waitForGone());
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    m_server = new MonitorServer(&spawner(), &spawner());
    QVERIFY(m_server->listen(u"late"_s));
    MonitorClient client;
    QVERIFY(attach(client));
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().commands.value(running.id()).processId,
                              running.reply()->processId(), Patience);
    QCOMPARE(client.snapshot().application, u"late"_s);
    QCOMPARE(client.snapshot().commands.size(), 1);
    QCOMPARE(client.snapshot().helper.processId, spawner().helperProcessId());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(running.id()).isFinished(), Patience);
}

void MonitorClientTest::showsCommandsThatNeverLeftTheApplication()
{
    MonitorClient client;
    QVERIFY(attach(client));
    CommandSpy invalid(spawner().aspawn(Command::fromBytes({QByteArray("a\0b", 3)})));
    QVERIFY(invalid.waitForGone());
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(invalid.id()).isFinished(), Patience);
    const CommandSnapshot command = client.snapshot().commands.value(invalid.id());
    QCOMPARE(command.error, CommandResult::Error::FailedToStart);
    QCOMPARE(command.stage, CommandResult::Stage::Validation);
    QCOMPARE(command.text, invalid.result().errorString());
}

void MonitorClientTest::showsTheHelpersEnd()
{
    MonitorClient client;
    QVERIFY(attach(client));
    QSignalSpy restarted(&client, &MonitorClient::restarted);
    CommandSpy running(spawner().aspawn(heldCommand(7)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    kill(static_cast<pid_t>(helper), SIGSEGV);
    QTRY_COMPARE_WITH_TIMEOUT(restarted.size(), 1, Patience);
    const SpawnerSnapshot snapshot = client.snapshot();
    QCOMPARE(snapshot.restarts.size(), 1);
    const HelperExit &exit = snapshot.restarts[0].exit;
    QCOMPARE(exit.processId, helper);
    QCOMPARE(exit.reason, HelperExit::Reason::Crashed);
    QCOMPARE(exit.signalNumber, SIGSEGV);
    QCOMPARE(exit.carriedOver, 1);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().restartHistory().size(), 1, Patience);
    QCOMPARE(exit.text, spawner().restartHistory()[0].text);
    QVERIFY(!snapshot.log.isEmpty());
    QCOMPARE(snapshot.log.last().message, exit.text);
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().helper.state, AsyncSpawner::State::Running,
                              Patience);
    QVERIFY(client.snapshot().helper.processId != helper);
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
}

// On the wire, not only in the picture.
void MonitorClientTest::f94_secretsStayHidden()
{
    QLocalSocket socket;
    socket.connectToServer(target().socket);
    socket.write("{\"type\":\"hello\",\"protocol\":1}\n");
    QByteArray all;
    const auto holds = [&](const char *text) {
        return QTest::qWaitFor([&] { return (all += socket.readAll()).contains(text); }, Patience);
    };
    QVERIFY(holds("\"snapshot\""));
    Command secret({u"no-such-password"_s, u"hunter2"_s});
    secret.setSecret(true);
    secret.setStandardInput("sesame");
    QProcessEnvironment environment;
    environment.insert(u"TOKEN"_s, u"opensaysme"_s);
    secret.setEnvironment(environment);
    secret.setLabel(u"the secret one"_s);
    CommandSpy spy(spawner().aspawn(secret));
    QVERIFY(spy.waitForGone());
    QVERIFY(holds("FailedToStart"));
    QVERIFY(all.contains("the secret one") && all.contains("\"secret\":true"));
    for (const char *word : {"no-such-password", "hunter2", "sesame", "opensaysme", "TOKEN"})
        QVERIFY2(!all.contains(word), word);
}

void MonitorClientTest::outputIsSharedOnlyWhenAllowed()
{
    MonitorClient client;
    QVERIFY(attach(client));
    CommandSpy hidden(spawner().aspawn({u"echo"_s, u"one"_s}));
    QVERIFY(hidden.waitForGone());
    m_server->setOutputShared(true);
    CommandSpy shown(spawner().aspawn(testChild({u"writestd"_s, u"out"_s, u"err"_s})));
    CommandSpy large(spawner().aspawn(testChild({u"write"_s, u"100000"_s})));
    QVERIFY(shown.waitForGone() && large.waitForGone());
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(large.id()).isFinished(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(shown.id()).isFinished(), Patience);
    const SpawnerSnapshot snapshot = client.snapshot();
    QVERIFY(snapshot.outputShared);
    QCOMPARE(snapshot.commands[hidden.id()].outputTail, "");
    QCOMPARE(snapshot.commands[shown.id()].outputTail, "out");
    QCOMPARE(snapshot.commands[shown.id()].errorTail, "err");
    QCOMPARE(snapshot.commands[large.id()].outputTail, large.result().standardOutput.right(4096));
}

void MonitorClientTest::f88_controlIsNotAllowed()
{
    MonitorClient client;
    QVERIFY(attach(client));
    QSignalSpy answered(&client, &MonitorClient::answered);
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    for (const QString &what : {u"kill"_s, u"terminate"_s, u"cancel"_s, u"raise"_s, u"signal"_s})
        QVERIFY(client.request(what, {running.id()}, SIGKILL) > 0);
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 5, Patience);
    for (const QList<QVariant> &answer : answered)
        QVERIFY(answer[1].toString().contains(u"does not allow"_s));
    QVERIFY(!running.isFinished());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QVERIFY(running.result().isSuccess());
}

void MonitorClientTest::controls()
{
    m_server->setControlAllowed(true);
    spawner().setMaxRunningCount(3);
    MonitorClient client;
    QVERIFY(attach(client));
    QVERIFY(client.snapshot().controlAllowed);
    QSignalSpy answered(&client, &MonitorClient::answered);
    CommandSpy killed(spawner().aspawn(heldCommand(0)));
    CommandSpy terminated(spawner().aspawn(heldCommand(0)));
    CommandSpy signalled(spawner().aspawn(heldCommand(0)));
    CommandSpy cancelled(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(
        killed.hasStarted() && terminated.hasStarted() && signalled.hasStarted(), Patience);
    client.request(u"cancel"_s, {cancelled.id()});
    QVERIFY(cancelled.waitForGone());
    QCOMPARE(cancelled.result().error, CommandResult::Error::Cancelled);
    client.request(u"kill"_s, {killed.id(), 4711}); // of one that is not there nothing is heard
    QVERIFY(killed.waitForGone());
    QCOMPARE(killed.result().signalNumber, SIGKILL);
    client.request(u"terminate"_s, {terminated.id()});
    QVERIFY(terminated.waitForGone());
    QCOMPARE(terminated.result().signalNumber, SIGTERM);
    client.request(u"signal"_s, {signalled.id()}, SIGQUIT);
    QVERIFY(signalled.waitForGone());
    QCOMPARE(signalled.result().signalNumber, SIGQUIT);
    client.request(u"signal"_s, {signalled.id()}, 999);
    client.request(u"dance"_s, {signalled.id()});
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 6, Patience);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(answered[i][1].toString(), QString());
    QVERIFY(answered[4][1].toString().contains(u"999"_s));
    QVERIFY(answered[5][1].toString().contains(u"dance"_s));
    QCOMPARE(client.state(), MonitorClient::State::Connected);
}

void MonitorClientTest::raisesAWaitingCommand()
{
    m_server->setControlAllowed(true);
    spawner().setMaxRunningCount(1);
    MonitorClient client;
    QVERIFY(attach(client));
    QSignalSpy answered(&client, &MonitorClient::answered);
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    std::deque<CommandSpy> waiting;
    QList<quint64> order;
    for (int i = 0; i < 4; ++i) {
        CommandSpy &spy = waiting.emplace_back(spawner().aspawn({u"true"_s}));
        connect(spy.reply(), &CommandReply::finished, this,
                [&order, id = spy.id()] { order.append(id); });
    }
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    client.request(u"raise"_s, {waiting[2].id()});
    client.request(u"raise"_s, {waiting[3].id()});
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 2, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(waiting[3].id()).priority
                                 > client.snapshot().commands.value(waiting[2].id()).priority,
                             Patience);
    running.reply()->write("x");
    for (CommandSpy &spy : waiting)
        QVERIFY(spy.waitForGone());
    QCOMPARE(order,
             (QList<quint64>{waiting[3].id(), waiting[2].id(), waiting[0].id(), waiting[1].id()}));
    QVERIFY(running.waitForGone());
}

// Its picture goes on while the application's thread does something else.
void MonitorClientTest::seesABusyApplication()
{
    QThread thread;
    thread.start();
    auto *const client = new MonitorClient;
    client->moveToThread(&thread);
    const MonitorTarget to = target();
    std::atomic<qint64> delay{0};
    std::atomic<int> ended{0};
    connect(client, &MonitorClient::changed, client, [&] {
        const SpawnerSnapshot snapshot = client->snapshot();
        delay = std::max<qint64>(delay, snapshot.callerDelay.count());
        ended = int(snapshot.outcomes[size_t(CommandResult::Error::NoError)]);
    });
    QMetaObject::invokeMethod(
        client, [&] { client->connectTo(to); }, Qt::BlockingQueuedConnection);
    CommandSpy first(spawner().aspawn({u"true"_s}));
    QVERIFY(first.waitForGone());
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 50; ++i)
        spies.emplace_back(spawner().aspawn({u"true"_s}));
    QElapsedTimer busy;
    busy.start();
    while ((delay < 500 || ended < 51) && busy.elapsed() < Patience) { }
    QVERIFY2(delay >= 500, qPrintable(QString::number(delay)));
    QCOMPARE(ended, 51);
    QVERIFY(!spies.front().isFinished());
    for (CommandSpy &spy : spies)
        QVERIFY(spy.waitForGone());
    client->deleteLater();
    thread.quit();
    thread.wait();
}

void MonitorClientTest::oldCommandsAreForgotten()
{
    m_server->setHistoryLength(10);
    MonitorClient client;
    QVERIFY(attach(client));
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 30; ++i)
        spies.emplace_back(spawner().aspawn({u"true"_s}));
    for (CommandSpy &spy : spies)
        QVERIFY(spy.waitForGone());
    QTRY_COMPARE_WITH_TIMEOUT(client.snapshot().outcomes[size_t(CommandResult::Error::NoError)], 30,
                              Patience);
    QCOMPARE(client.snapshot().commands.size(), 10);
}

void MonitorClientTest::endsWithTheApplication()
{
    MonitorClient client;
    QVERIFY(attach(client));
    QSignalSpy disconnected(&client, &MonitorClient::disconnected);
    delete m_server;
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, Patience);
    QCOMPARE(client.state(), MonitorClient::State::Disconnected);
    QVERIFY(target().socket.isEmpty());
    QCOMPARE(client.request(u"kill"_s, {1}), 0);
}

void MonitorClientTest::severalAtOnce()
{
    std::deque<MonitorClient> clients;
    for (int i = 0; i < 4; ++i)
        QVERIFY(attach(clients.emplace_back()));
    CommandSpy spy(spawner().aspawn({u"true"_s}));
    QVERIFY(spy.waitForGone());
    for (const MonitorClient &client : clients)
        QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(spy.id()).isFinished(), Patience);
}

void MonitorClientTest::f86_attachesAHundredTimes()
{
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    for (int i = 0; i < 100; ++i) {
        MonitorClient client;
        QVERIFY(attach(client));
        if (i % 2 == 0)
            client.disconnectFromTarget();
    }
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
}

QTEST_GUILESS_MAIN(MonitorClientTest)
#include "tst_monitorclient.moc"
