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

#include <QtTest/QtTest>

#include <csignal>

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

QTEST_GUILESS_MAIN(tst_Examples)
#include "tst_examples.moc"
