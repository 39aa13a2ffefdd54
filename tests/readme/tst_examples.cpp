// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// The examples of the class comments are written as a user without our strictness may write them.
#undef QT_NO_CAST_FROM_ASCII

#include <AsyncSpawner>
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>
#include <spawner/commandawaiter.h>
#include <spawner/logger.h>
#include <spawner/signalsource.h>
#include <WorkerPool>
#include <workers/parentchannel.h>
#include <workers/workerpooldevice.h>

#include <QtTest/QtTest>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

// Starts at once and is never asked for its end.
struct Detached
{
    struct promise_type
    {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };
};

static Detached awaitOne(Spawn::AsyncSpawner &spawner, Spawn::CommandResult &out)
{
    Spawn::CommandReply *reply = spawner.aspawn({"hostname"});
    const Spawn::CommandResult result = co_await *reply;
    out = result;
}

// Every example of a class comment, as it stands there: tests/readme/check.cmake compares.
class tst_Examples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asyncSpawner();
    void command();
    void commandReply();
    void commandResult();
    void commandAwaiter();
    void logger();
    void signalSource();
    void monitors();
    void worker();
    void workerPool();
    void workerPoolDevice();
    void parentChannel();
};

class FirstOfAll final : public Spawn::Balancer
{
    Spawn::Worker *choose(const QList<Spawn::Worker *> &ready, const QJsonValue &) override
    {
        return ready.first();
    }
};

void tst_Examples::asyncSpawner()
{
    const QString fileName = QCoreApplication::applicationFilePath();
    Spawn::AsyncSpawner spawner;
    spawner.aspawn({"sha256sum", fileName}, this, [](const Spawn::CommandResult &result) {
        qInfo() << (result.isSuccess() ? QString::fromUtf8(result.standardOutput)
                                       : result.errorString());
    });
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(QRegularExpression::escape(fileName)));
    QSignalSpy drained(&spawner, &Spawn::AsyncSpawner::drained);
    QTRY_COMPARE(drained.size(), 1);
}

void tst_Examples::command()
{
    QTemporaryDir parent;
    const QString folder = parent.filePath("folder");
    QVERIFY(QDir().mkdir(folder));

    Spawn::Command command({"tar", "-cf", "-", "."});
    command.setWorkingDirectory(folder);
    command.setStandardOutputFile(folder + ".tar");
    command.setTimeout(std::chrono::minutes(5));

    Spawn::AsyncSpawner spawner;
    Spawn::CommandResult result;
    QSignalSpy drained(&spawner, &Spawn::AsyncSpawner::drained);
    spawner.aspawn(command, this, [&result](const Spawn::CommandResult &r) { result = r; });
    QTRY_COMPARE(drained.size(), 1);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QVERIFY(QFileInfo(folder + ".tar").size() > 0);
}

void tst_Examples::commandReply()
{
    Spawn::AsyncSpawner spawner;
    Spawn::CommandReply *reply = spawner.aspawn({"hostname"});
    QObject::connect(reply, &Spawn::CommandReply::finished, this,
                     [](const Spawn::CommandResult &result) { qInfo() << result.standardOutput; });
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(QSysInfo::machineHostName()));
    QSignalSpy finished(reply, &Spawn::CommandReply::finished);
    QTRY_COMPARE(finished.size(), 1);
}

void tst_Examples::commandResult()
{
    Spawn::AsyncSpawner spawner;
    QSignalSpy drained(&spawner, &Spawn::AsyncSpawner::drained);
    spawner.aspawn({"sh", "-c", "echo no >&2; exit 2"}, this,
                   [](const Spawn::CommandResult &result) {
                       if (!result.isSuccess())
                           qWarning() << result.errorString() << result.standardError;
                   });
    QTest::ignoreMessage(QtWarningMsg, "\"child exited with status 2\" \"no\\n\"");
    QTRY_COMPARE(drained.size(), 1);
}

void tst_Examples::commandAwaiter()
{
    Spawn::AsyncSpawner spawner;
    Spawn::CommandResult result;
    awaitOne(spawner, result);
    QTRY_COMPARE(result.exitCode, 0);
    QCOMPARE(result.standardOutput.trimmed(), QSysInfo::machineHostName().toLocal8Bit());
}

void tst_Examples::logger()
{
    QTemporaryDir folder;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    {
        Spawn::AsyncSpawner spawner;
        QFile file("spawn.log");
        file.open(QIODevice::Append);
        Spawn::BunyanLogger logger(&file, "my-application");
        spawner.setLogger(&logger);
        QVERIFY(file.isOpen());

        QSignalSpy error(&spawner, &Spawn::AsyncSpawner::error);
        spawner.setHelperProgram(folder.filePath("there is no helper"));
        spawner.start();
        QTRY_COMPARE(error.size(), 1);
        spawner.setLogger(nullptr);
    }
    QVERIFY(QDir::setCurrent(before));
    QFile file(folder.filePath("spawn.log"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readLine().contains("\"name\":\"my-application\""));
}

void tst_Examples::signalSource()
{
    Spawn::SignalSource signalSource({SIGTERM, SIGINT});
    QObject::connect(&signalSource, &Spawn::SignalSource::received, qApp, &QCoreApplication::quit);
    QSignalSpy received(&signalSource, &Spawn::SignalSource::received);
    QCOMPARE(raise(SIGTERM), 0);
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first().first().toInt(), SIGTERM);
}

void tst_Examples::monitors()
{
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
    Spawn::AsyncSpawner application;
    Spawn::AsyncSpawner *const spawner = &application;

    auto *const server = new Spawn::MonitorServer(spawner, spawner);
    if (!server->listen(QStringLiteral("photo indexer")))
        qWarning() << server->errorString();
    QVERIFY(server->isListening());

    const QList<Spawn::MonitorTarget> targets = Spawn::MonitorClient::targets();
    for (const Spawn::MonitorTarget &target : targets)
        qInfo() << target.name << target.processId << target.problem;
    Spawn::MonitorClient client;
    QObject::connect(&client, &Spawn::MonitorClient::changed,
                     [&] { qInfo() << client.snapshot().queue.waiting; });
    client.connectTo(targets.first());
    QVERIFY(std::any_of(targets.begin(), targets.end(), [](const auto &target) {
        return target.name == QLatin1String("photo indexer") && target.problem.isEmpty();
    }));
}

// A Node script in a folder that is then the current one.
class CurrentScript
{
public:
    CurrentScript(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(name));
        m_written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        QDir::setCurrent(m_folder.path());
    }
    ~CurrentScript() { QDir::setCurrent(m_before); }
    bool isWritten() const { return m_written; }

private:
    const QString m_before = QDir::currentPath();
    const QTemporaryDir m_folder;
    bool m_written = false;
};

void tst_Examples::worker()
{
    const CurrentScript script("double.js",
                               "process.on('message', (m) => process.send(m * 2));");
    QVERIFY(script.isWritten());
    Spawn::AsyncSpawner spawner;
    Spawn::Worker *worker = Spawn::forkWorker(&spawner, Spawn::Command({"double.js"}), this);
    QObject::connect(worker, &Spawn::Worker::messageReceived, this,
                     [](const QJsonValue &message) { qInfo() << message; });
    worker->send(21);
    QSignalSpy received(worker, &Spawn::Worker::messageReceived);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 1, 20000);
    QCOMPARE(received.first().first().toJsonValue(), QJsonValue(42));
    delete worker;
}

void tst_Examples::workerPool()
{
    const CurrentScript script("resize.js", "process.on('message', (m) => process.send(m));");
    QVERIFY(script.isWritten());
    const QStringList pictures{"a.jpeg", "b.jpeg"};
    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    pool.addWorkers("resize.js", {}, 4);
    QObject::connect(&pool, &Spawn::WorkerPool::messageReceived, this,
                     [](const QJsonValue &answer) { qInfo() << answer; });
    for (const QString &picture : pictures)
        pool.sendTo("resize.js", picture);
    pool.setBalancer(std::make_unique<FirstOfAll>());
    QSignalSpy received(&pool, &Spawn::WorkerPool::messageReceived);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 2, 20000);
}

void tst_Examples::workerPoolDevice()
{
    const CurrentScript script("parse.js", "process.on('message', (m) => process.send(m.length));");
    QVERIFY(script.isWritten());
    Spawn::AsyncSpawner spawner;
    QFile log("log");
    QVERIFY(log.open(QIODevice::ReadWrite) && log.write("four\nfour\n") > 0 && log.seek(0));
    QBuffer results;
    QVERIFY(results.open(QIODevice::WriteOnly));
    Spawn::WorkerPool pool(&spawner);
    pool.addWorkers("parse.js", {}, 4);
    Spawn::PoolPipe *pipe = Spawn::WorkerPoolDevice::pipe(&log, &pool, &results);
    QSignalSpy finished(pipe, &Spawn::PoolPipe::finished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
    QCOMPARE(results.data(), "4\n4\n");
}

void tst_Examples::parentChannel()
{
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    qputenv("NODE_CHANNEL_FD", QByteArray::number(ends[1]));
    Spawn::ParentChannel *parent = Spawn::ParentChannel::instance();
    QObject::connect(parent, &Spawn::ParentChannel::messageReceived, parent,
                     [parent](const QJsonValue &message) { parent->send(message.toDouble() * 2); });
    QObject::connect(parent, &Spawn::ParentChannel::disconnected, qApp, &QCoreApplication::quit);
    QCOMPARE(write(ends[0], "21\n", 3), 3);
    char answer[4] = {};
    QVERIFY(QTest::qWaitFor([&] { return recv(ends[0], answer, 3, MSG_DONTWAIT) == 3; }, 20000));
    QCOMPARE(QByteArray(answer), "42\n");
    close(ends[0]);
}

QTEST_GUILESS_MAIN(tst_Examples)
#include "tst_examples.moc"
