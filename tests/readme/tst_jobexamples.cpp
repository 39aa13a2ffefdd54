// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// The examples of the class comments are written as a user without our strictness may write them.
#undef QT_NO_CAST_FROM_ASCII

#include <JobRunner>
#include <jobs/jobhost.h>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

void countLines(const QJsonValue &payload, Spawn::JobContext &job)
{
    QFile file(payload.toString());
    if (!file.open(QIODevice::ReadOnly))
        return job.fail(file.errorString());
    job.progress(0.5);
    job.finish(file.readAll().count('\n'));
}

// Every example of a class comment of jobs, as it stands there: tests/readme/check.cmake compares.
// That of JobPlugin is tests/jobs/tasks/plugin.cpp.
class tst_JobExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { QDir::setCurrent(m_before); }

    void jobRunner();
    void jobOptions();
    void jobReply();
    void jobResult();
    void jobHost();
    void jobContext();

private:
    QTemporaryDir m_folder;
    const QString m_before = QDir::currentPath();
};

void tst_JobExamples::initTestCase()
{
    QVERIFY(QDir::setCurrent(m_folder.path()));
    for (const char *name : {"resize.js", "thumbnail.js"}) {
        QFile script(name);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("module.exports = (payload, callback, job) => {"
                     " job.progress(1); callback(null, 'small ' + payload); };");
    }
}

void tst_JobExamples::jobRunner()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    runner.run("resize.js", "picture.png", this,
               [](const Spawn::JobResult &result) { qInfo() << result.value << result.text; });
    QSignalSpy finished(&runner, &Spawn::JobRunner::jobFinished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
}

void tst_JobExamples::jobOptions()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    Spawn::JobOptions options;
    options.timeout = std::chrono::seconds(30);
    options.retryLimit = 2; // the script may run again after it has failed
    runner.run("thumbnail.js", "picture.png", options);
    QSignalSpy finished(&runner, &Spawn::JobRunner::jobFinished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
}

void tst_JobExamples::jobReply()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    Spawn::JobReply *reply = runner.run("resize.js", "picture.png");
    QObject::connect(reply, &Spawn::JobReply::progress, this,
                     [](const QJsonValue &value) { qInfo() << "so far" << value; });
    QObject::connect(reply, &Spawn::JobReply::finished, this,
                     [](const Spawn::JobResult &result) { qInfo() << result.value; });
    reply->setAutoDelete(false);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20000);
    QCOMPARE(reply->result().value, QJsonValue("small picture.png"));
}

void tst_JobExamples::jobResult()
{
    Spawn::JobResult result;
    result.error = Spawn::JobResult::Error::ScriptError;
    result.text = "no paper";
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("no paper"));
    if (result.error == Spawn::JobResult::Error::ScriptError)
        qWarning() << result.text << result.errorValue["code"];
    else if (!result.isSuccess())
        qWarning() << result.errorString();
}

void tst_JobExamples::jobHost()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    const QFuture<Spawn::JobResult> future = runner.run("double", 21)->future();
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20000);
    QCOMPARE(future.result().value, QJsonValue(42));
}

void tst_JobExamples::jobContext()
{
    Spawn::AsyncSpawner spawner;
    Spawn::JobRunner runner(&spawner);
    QFile file("lines");
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("one\ntwo\n") == 8);
    file.close();
    const auto found = runner.run("countLines", m_folder.filePath("lines"))->future();
    const auto missing = runner.run("countLines", "/no/such")->future();
    QTRY_VERIFY_WITH_TIMEOUT(found.isFinished() && missing.isFinished(), 20000);
    QCOMPARE(found.result().value, QJsonValue(2));
    QCOMPARE(missing.result().text, QString("No such file or directory"));
}

static const bool isRegistered = [] {
    Spawn::JobHost::handle("countLines", &countLines);
    return true;
}();

int main(int argc, char *argv[])
{
    Spawn::JobHost::handle("double", [](const QJsonValue &v) { return v.toDouble() * 2; });
    if (Spawn::JobHost::isHost())
        return Spawn::JobHost::main(argc, argv);
    QCoreApplication app(argc, argv); // and so on: runner.run("double", 21)
    Q_UNUSED(isRegistered)
    tst_JobExamples test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_jobexamples.moc"
