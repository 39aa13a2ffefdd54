// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// The examples of the guides are written as a user without our strictness may write them.
#undef QT_NO_CAST_FROM_ASCII

#include <AsyncSpawner>
#include <JobRunner>
#include <WorkerPool>
#include <spawner/signalsource.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>

// Every example of a guide that is not one of a class comment, as it stands there:
// tests/readme/check.cmake compares.
class tst_Guides : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { QDir::setCurrent(m_before); }

    void spawn();
    void streamWithLimit();
    void exec();
    void standardInput();
    void environment();
    void exitCodes();
    void signalOfTheGroup();
    void daemon();

    void feeding();
    void sticky();
    void redelivery();
    void endOfAPool();

    void lockFile();
    void closing();

private:
    QTemporaryDir m_folder;
    const QString m_before = QDir::currentPath();
};

void tst_Guides::initTestCase()
{
    QVERIFY(QDir::setCurrent(m_folder.path()));
    const QMap<QString, QByteArray> scripts{
        {"resize.js", "process.on('message', (m) => process.send(m));"},
        {"crash.js", "process.on('message', () => process.exit(1));"},
        {"nightly.js", "module.exports = (payload, callback) => callback(null, 'done');"},
    };
    for (auto script = scripts.begin(); script != scripts.end(); ++script) {
        QFile file(script.key());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(script.value()), script.value().size());
    }
}

void tst_Guides::spawn()
{
    Spawn::AsyncSpawner spawner;
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("bin"));
    QTest::ignoreMessage(QtInfoMsg, "exited with 0");
    Spawn::Command command({"ls", "-lh", "/usr"});
    command.setStandardOutputMode(Spawn::Command::OutputMode::Stream);
    Spawn::CommandReply *ls = spawner.aspawn(command);
    QObject::connect(ls, &Spawn::CommandReply::readyReadStandardOutput, this,
                     [ls] { qInfo().noquote() << ls->readAllStandardOutput(); });
    QObject::connect(
        ls, &Spawn::CommandReply::finished, this,
        [](const Spawn::CommandResult &result) { qInfo() << "exited with" << result.exitCode; });
    QSignalSpy finished(ls, &Spawn::CommandReply::finished);
    QTRY_COMPARE(finished.size(), 1);
}

void tst_Guides::streamWithLimit()
{
    const QString folder = m_folder.filePath("pictures");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile(folder + "/one.jpg").open(QIODevice::WriteOnly));
    QTest::ignoreMessage(QtInfoMsg, "./one.jpg\n");
    Spawn::AsyncSpawner spawner;
    Spawn::Command command({"find", ".", "-name", "*.jpg"});
    command.setWorkingDirectory(folder);
    command.setTimeout(std::chrono::minutes(10)); // then SIGTERM, and SIGKILL, to its whole group
    command.setStandardOutputMode(Spawn::Command::OutputMode::Stream);
    Spawn::CommandReply *reply = spawner.aspawn(command);
    QObject::connect(reply, &Spawn::CommandReply::readyReadStandardOutput, this,
                     [reply] { qInfo().noquote() << reply->readAllStandardOutput(); });
    QFuture<Spawn::CommandResult> result = reply->future();
    QTRY_VERIFY_WITH_TIMEOUT(result.isFinished(), 20000);
    QVERIFY2(result.result().isSuccess(), qPrintable(result.result().errorString()));
}

void tst_Guides::exec()
{
    Spawn::AsyncSpawner spawner;
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("^[1-9][0-9]* entries$"));
    spawner.aspawn(Spawn::Command::shell("ls -1 /usr | wc -l"), this,
                   [](const Spawn::CommandResult &result) {
                       qInfo() << result.standardOutput.trimmed().toInt() << "entries";
                   });
    QSignalSpy drained(&spawner, &Spawn::AsyncSpawner::drained);
    QTRY_COMPARE(drained.size(), 1);
}

void tst_Guides::standardInput()
{
    Spawn::AsyncSpawner spawner;
    Spawn::Command sort({"sort", "--unique"});
    sort.setStandardInputMode(Spawn::Command::InputMode::Pipe);
    Spawn::CommandReply *sorted = spawner.aspawn(sort);
    sorted->write("pear\napple\n");
    sorted->write("pear\n");
    sorted->closeStandardInput();
    const QFuture<Spawn::CommandResult> future = sorted->future();
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().standardOutput, "apple\npear\n");
}

void tst_Guides::environment()
{
    Spawn::AsyncSpawner spawner;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LC_ALL", "C");
    Spawn::Command command({"date"});
    command.setEnvironment(environment);
    command.setWorkingDirectory("/");
    const QFuture<Spawn::CommandResult> future = spawner.aspawn(command)->future();
    QTRY_VERIFY(future.isFinished());
    QVERIFY2(future.result().isSuccess(), qPrintable(future.result().errorString()));
}

void tst_Guides::exitCodes()
{
    Spawn::AsyncSpawner spawner;
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("^-1 15 "));
    spawner.aspawn({"sh", "-c", "kill -s TERM $$"}, this, [](const Spawn::CommandResult &result) {
        qInfo() << result.exitCode << result.signalNumber << result.errorString();
    });
    QSignalSpy drained(&spawner, &Spawn::AsyncSpawner::drained);
    QTRY_COMPARE(drained.size(), 1);
}

void tst_Guides::signalOfTheGroup()
{
    Spawn::AsyncSpawner spawner;
    Spawn::CommandReply *server = spawner.aspawn({"sleep", "60"});
    QObject::connect(server, &Spawn::CommandReply::started, server,
                     [server] { server->sendSignal(SIGHUP); });
    const QFuture<Spawn::CommandResult> future = server->future();
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().signalNumber, SIGHUP);
}

void tst_Guides::daemon()
{
    const QString logFile = m_folder.filePath("daemon.log");
    Spawn::AsyncSpawner spawner;
    Spawn::Command daemon({"sleep", "3600"});
    daemon.setDetached(true);
    daemon.setWorkingDirectory("/");
    daemon.setStandardOutputFile(logFile, QIODevice::WriteOnly | QIODevice::Append);
    daemon.setStandardErrorFile(logFile, QIODevice::WriteOnly | QIODevice::Append);
    Spawn::CommandReply *detached = spawner.aspawn(daemon);
    QTRY_VERIFY(detached->processId() != 0);
    QVERIFY(QFile::exists(logFile));
    const QFuture<Spawn::CommandResult> future = detached->future();
    detached->kill();
    QTRY_VERIFY(future.isFinished());
}

void tst_Guides::feeding()
{
    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    QSignalSpy received(&pool, &Spawn::WorkerPool::messageReceived);
    QSignalSpy dropped(&pool, &Spawn::WorkerPool::messageDropped);
    pool.addWorkers("resize.js", {}, 2);
    constexpr int Count = 1000;
    QStringList pictures;
    for (int i = 0; i < Count; ++i)
        pictures += QString::number(i) + ".png";
    const auto feed = [&pool, &pictures] {
        while (!pictures.isEmpty() && pool.sendTo("resize.js", pictures.takeFirst())) { }
    };
    QObject::connect(&pool, &Spawn::WorkerPool::drained, this, feed);
    feed();
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), Count, 20000);
    QCOMPARE(dropped.size(), 0);
}

void tst_Guides::sticky()
{
    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    QSignalSpy received(&pool, &Spawn::WorkerPool::messageReceived);
    pool.setBalancer(std::make_unique<Spawn::Sticky>(
        [](const QJsonValue &message) { return message["user"].toString(); }));
    pool.addWorkers("resize.js", {}, 2);
    for (int i = 0; i < 4; ++i)
        pool.send(QJsonObject{{"user", "anna"}});
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 4, 20000);
    for (const QList<QVariant> &answer : received)
        QCOMPARE(answer.at(1).value<Spawn::Worker *>(),
                 received.first().at(1).value<Spawn::Worker *>());
}

void tst_Guides::redelivery()
{
    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    pool.setRespawnInterval(std::chrono::milliseconds(1));
    QSignalSpy dropped(&pool, &Spawn::WorkerPool::messageDropped);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("has not answered"));
    pool.setRedeliveryLimit(2);
    QObject::connect(&pool, &Spawn::WorkerPool::messageDropped, this,
                     [](const QString &program, const QJsonValue &message) {
                         qWarning() << program << "has not answered" << message;
                     });
    pool.addWorkers("crash.js");
    pool.sendTo("crash.js", "picture.png");
    QTRY_COMPARE_WITH_TIMEOUT(dropped.size(), 1, 20000);
    QCOMPARE(pool.statistics().redelivered, 2u);
}

void tst_Guides::endOfAPool()
{
    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    pool.addWorkers("resize.js", {}, 2);
    QSignalSpy stopped(&pool, &Spawn::WorkerPool::stopped);
    Spawn::SignalSource endRequests({SIGTERM, SIGINT});
    QObject::connect(&endRequests, &Spawn::SignalSource::received, &pool, [&pool] { pool.stop(); });
    QObject::connect(&pool, &Spawn::WorkerPool::stopped, qApp, &QCoreApplication::quit);
    QCOMPARE(raise(SIGTERM), 0);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 20000);
}

void tst_Guides::lockFile()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    // What somebody else holds: a live process, which is older than the file.
    QFile file("nightly.lock");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(getppid()) + '\n');
    file.close();
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("cannot break lock, process"));
    Spawn::JobOptions nightly;
    nightly.lockFile = "nightly.lock";
    runner.run("nightly.js", {}, nightly, this, [](const Spawn::JobResult &result) {
        if (result.error == Spawn::JobResult::Error::LockHeld)
            qInfo() << result.text;
    });
    QSignalSpy finished(&runner, &Spawn::JobRunner::jobFinished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
}

void tst_Guides::closing()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    const QFuture<Spawn::JobResult> future = runner.run("nightly.js")->future();
    QSignalSpy closed(&runner, &Spawn::JobRunner::closed);
    QObject::connect(&runner, &Spawn::JobRunner::closed, qApp, &QCoreApplication::quit);
    runner.close(Spawn::JobRunner::CloseMode::Drain);
    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 20000);
    QCOMPARE(future.result().value, QJsonValue("done"));
}

QTEST_GUILESS_MAIN(tst_Guides)
#include "tst_guides.moc"
