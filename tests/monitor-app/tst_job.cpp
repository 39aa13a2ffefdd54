// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/processstate.h"
#include "monitorrun.h"

#include <QtTest/QtTest>

#include <csignal>

// spawn-monitor job, with real workers.
class JobTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { speakUtf8(); }
    void valueOfAJob_data();
    void valueOfAJob();
    void kindsOfScripts_data();
    void kindsOfScripts();
    void payloadFromStandardInput();
    void whatAScriptWritesIsNoAnswer();
    void jobThatFails_data();
    void jobThatFails();
    void wholeResult_data();
    void wholeResult();
    void badPayload_data();
    void badPayload();
    void badUsage_data();
    void badUsage();
    void options_data();
    void options();
    void retries();
    void progress();
    void repeated();
    void linesInTheirOrder();
    void manyLines();
    void linesThatFail();
    void answersAsTheyCome();
    void workersAreUsedAgain();
    void fullOutput();
    void noHelper();
    void interrupted_data();
    void interrupted();
    void interruptedWhileItWaitsForInput();
    void theSecondSignalKills();
};

static QString script(const char *name)
{
    return QStringLiteral(JOB_SCRIPTS "/") + QLatin1String(name);
}

static MonitorRun runJob(const QStringList &arguments, const QByteArray &input = {})
{
    return runMonitor(QStringList{u"job"_qs} + arguments, input);
}

void JobTest::valueOfAJob_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("no payload") << QStringList{} << QByteArray("null\n");
    QTest::newRow("an object") << QStringList{u"{\"b\": [1, 2.5], \"a\": null}"_qs}
                               << QByteArray("{\"a\":null,\"b\":[1,2.5]}\n");
    QTest::newRow("a list") << QStringList{u"[ ]"_qs} << QByteArray("[]\n");
    QTest::newRow("a string") << QStringList{u"\"a\\nb\""_qs} << QByteArray("\"a\\nb\"\n");
    QTest::newRow("a number") << QStringList{u"--"_qs, u"-1e3"_qs} << QByteArray("-1000\n");
    QTest::newRow("a boolean") << QStringList{u"true"_qs} << QByteArray("true\n");
    QTest::newRow("a text that is JSON as well")
        << QStringList{u"--string"_qs, u"[1]"_qs} << QByteArray("\"[1]\"\n");
    QTest::newRow("a raw string") << QStringList{u"--raw"_qs, u"\"ä\\nb\""_qs}
                                  << QByteArray("ä\nb\n");
    QTest::newRow("raw, and no string")
        << QStringList{u"--raw"_qs, u"[\"a\"]"_qs} << QByteArray("[\"a\"]\n");
    QTest::newRow("a pretty object")
        << QStringList{u"--pretty"_qs, u"{\"a\":1}"_qs} << QByteArray("{\n    \"a\": 1\n}\n");
    QTest::newRow("a pretty number") << QStringList{u"--pretty"_qs, u"1"_qs} << QByteArray("1\n");
}

void JobTest::valueOfAJob()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, output);
    // The script first: what follows "--" is the payload.
    const MonitorRun run = runJob(QStringList{script("ping.js")} + arguments);
    QCOMPARE(run.error, QByteArray());
    QCOMPARE(run.output, output);
    QCOMPARE(run.exitStatus, 0);
}

void JobTest::kindsOfScripts_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("Node") << QStringList{script("tasks.js"), u"--engine"_qs, u"node"_qs};
    QTest::newRow("without its suffix") << QStringList{script("tasks")};
    QTest::newRow("from a directory")
        << QStringList{u"tasks"_qs, u"--script-directory"_qs, script("")};
    QTest::newRow("a program") << QStringList{QStringLiteral(TASK_HOST)};
    QTest::newRow("a source") << QStringList{
        u"--eval"_qs, u"module.exports = (payload, done) => done(null, payload.value)"_qs};
#ifdef WITH_JOBHOST
    QTest::newRow("Qt's engine") << QStringList{script("tasks.js"), u"--engine=qml"_qs};
    QTest::newRow("a plug-in") << QStringList{QStringLiteral(TASKS_PLUGIN)};
#endif
}

void JobTest::kindsOfScripts()
{
    QFETCH(QStringList, arguments);
    const MonitorRun run = runJob(arguments + QStringList{u"{\"do\":\"echo\",\"value\":7}"_qs});
    QCOMPARE(run.error, QByteArray());
    QCOMPARE(run.output, "7\n");
    QCOMPARE(run.exitStatus, 0);
}

void JobTest::payloadFromStandardInput()
{
    QCOMPARE(runJob({script("ping"), u"-"_qs}, "{\n\"a\": 1}\n").output, "{\"a\":1}\n");
    QCOMPARE(runJob({script("ping"), u"-"_qs, u"--string"_qs}, "a\nb\n").output, "\"a\\nb\\n\"\n");
    const MonitorRun run = runJob({script("ping"), u"-"_qs}, "{\"a\": 1,\n \"b\": nope\n}");
    QCOMPARE(run.exitStatus, 2);
    QVERIFY2(
        run.error.startsWith("spawn-monitor: the standard input is no JSON: it goes wrong near "
                             "character "),
        run.error.constData());
    QVERIFY2(run.error.contains(" of line 2\n"), run.error.constData());
}

void JobTest::whatAScriptWritesIsNoAnswer()
{
    const MonitorRun run = runJob({u"--eval"_qs,
                                   u"module.exports = (p, done) => { console.log('noise');"
                                   " console.error('more'); done(null, p); }"_qs,
                                   u"1"_qs});
    QCOMPARE(run.output, "1\n");
    QVERIFY(run.error.contains("noise\n"));
    QVERIFY(run.error.contains("more\n"));
}

void JobTest::jobThatFails_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("no such script")
        << QStringList{u"/no/such"_qs} << QByteArray("/no/such: Cannot find module '/no/such'");
    QTest::newRow("no script") << QStringList{script("table.json")}
                               << QByteArray("is no script, no plug-in and no program");
    QTest::newRow("wrong syntax") << QStringList{script("syntax.js")} << QByteArray("syntax.js: ");
    QTest::newRow("an error") << QStringList{script("errors.js"), u"\"error\""_qs}
                              << QByteArray("errors.js: no such thing");
    QTest::newRow("an error that is an object")
        << QStringList{script("errors.js"), u"\"object\""_qs}
        << QByteArray("errors.js: {\"reason\":\"none\"}");
    QTest::newRow("the worker exits")
        << QStringList{script("tasks"), u"{\"do\":\"exit\",\"code\":7}"_qs}
        << QByteArray("worker died: 7 / null");
    QTest::newRow("the worker is killed")
        << QStringList{script("tasks"), u"{\"do\":\"kill\",\"signal\":9}"_qs}
        << QByteArray("worker died: null / SIGKILL");
    QTest::newRow("too slow") << QStringList{script("tasks"), u"{\"do\":\"spin\"}"_qs,
                                             u"--timeout"_qs, u"1s"_qs}
                              << QByteArray("script timeout");
    QTest::newRow("no lock to be had")
        << QStringList{script("ping"), u"--lock-file"_qs, u"/no/such/lock"_qs}
        << QByteArray("/no/such/lock");
}

void JobTest::jobThatFails()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, why);
    const MonitorRun run = runJob(arguments);
    QVERIFY2(run.error.contains(why), run.error.constData());
    QCOMPARE(run.error.count("spawn-monitor: "), 1);
    QVERIFY2(!run.error.contains("spawn.jobs"), run.error.constData());
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(run.exitStatus, 1);
}

void JobTest::wholeResult_data()
{
    QTest::addColumn<QString>("payload");
    QTest::addColumn<QJsonObject>("expected");
    QTest::addColumn<int>("exitStatus");
    const QJsonValue null;
    QTest::newRow("a success") << u"{\"do\":\"echo\",\"value\":7}"_qs
                               << QJsonObject{{u"error"_qs, null},    {u"text"_qs, null},
                                              {u"value"_qs, 7},       {u"errorValue"_qs, null},
                                              {u"exitCode"_qs, null}, {u"signal"_qs, null},
                                              {u"attempts"_qs, 1}}
                               << 0;
    QTest::newRow("an error") << u"{\"do\":\"fail\",\"error\":[1]}"_qs
                              << QJsonObject{{u"error"_qs, u"scriptError"_qs},
                                             {u"text"_qs, u"[1]"_qs},
                                             {u"value"_qs, null},
                                             {u"errorValue"_qs, QJsonArray{1}}}
                              << 1;
    QTest::newRow("an exit") << u"{\"do\":\"exit\",\"code\":7}"_qs
                             << QJsonObject{{u"error"_qs, u"workerDied"_qs},
                                            {u"exitCode"_qs, 7},
                                            {u"signal"_qs, null}}
                             << 1;
    QTest::newRow("a kill") << u"{\"do\":\"kill\",\"signal\":9}"_qs
                            << QJsonObject{{u"error"_qs, u"workerDied"_qs},
                                           {u"exitCode"_qs, null},
                                           {u"signal"_qs, u"SIGKILL"_qs}}
                            << 1;
}

void JobTest::wholeResult()
{
    QFETCH(QString, payload);
    QFETCH(QJsonObject, expected);
    QFETCH(int, exitStatus);
    const MonitorRun run = runJob({script("tasks"), payload, u"--json"_qs});
    QCOMPARE(run.error, QByteArray());
    QCOMPARE(run.exitStatus, exitStatus);
    QCOMPARE(run.objects().size(), 1);
    const QJsonObject object = run.objects().first();
    for (const QString &key : expected.keys())
        QCOMPARE(object[key], expected[key]);
    for (const QString &key : {u"processId"_qs, u"queuedMs"_qs, u"elapsedMs"_qs})
        QVERIFY2(object[key].isDouble(), qPrintable(key));
}

void JobTest::badPayload_data()
{
    QTest::addColumn<QString>("payload");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const QString &payload, const char *why) {
        QTest::newRow(name) << payload << QByteArray(why);
    };
    row("a word", u"hello"_qs, "no JSON: it goes wrong ");
    row("nothing", QString(), "no JSON: it is empty\n");
    row("a value that is missing", u"{\"a\": }"_qs, "no JSON: it goes wrong ");
    row("a comma too little", u"[1 2]"_qs, "no JSON: it goes wrong ");
    row("no colon", u"{\"a\" 1}"_qs, "no JSON: it goes wrong ");
    row("no quotes", u"{a:1}"_qs, "no JSON: it goes wrong ");
    row("two values", u"1,2"_qs, "more than one value of JSON\n");
    row("two lists", u"[1] [2]"_qs, "no JSON: it goes wrong ");
    row("an end too early", u"[[1]"_qs, "no JSON: it goes wrong at its end\n");
    row("a string without an end", u"[\"a]"_qs, "no JSON: it goes wrong at its end\n");
}

void JobTest::badPayload()
{
    QFETCH(QString, payload);
    QFETCH(QByteArray, why);
    const MonitorRun run = runJob({script("ping"), payload});
    QVERIFY2(run.error.startsWith("spawn-monitor: PAYLOAD is " + why), run.error.constData());
    QVERIFY(run.error.endsWith("\nspawn-monitor: --string takes it as a text\n"));
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(run.exitStatus, 2);
}

void JobTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("nothing") << QStringList{} << QByteArray("SCRIPT is missing");
    QTest::newRow("two payloads") << QStringList{u"x"_qs, u"1"_qs, u"2"_qs}
                                  << QByteArray("what is \"2\"?");
    QTest::newRow("a source and a script")
        << QStringList{u"--eval"_qs, u"x"_qs, u"y"_qs, u"1"_qs} << QByteArray("what is \"1\"?");
    QTest::newRow("lines and a payload")
        << QStringList{u"x"_qs, u"1"_qs, u"--lines"_qs} << QByteArray("what is \"1\"?");
    QTest::newRow("lines again and again") << QStringList{u"x"_qs, u"--lines"_qs, u"--repeat=2"_qs}
                                           << QByteArray("--lines and --repeat");
    QTest::newRow("raw JSON") << QStringList{u"x"_qs, u"--raw"_qs, u"--json"_qs}
                              << QByteArray("--json and --raw");
    QTest::newRow("no workers") << QStringList{u"x"_qs, u"--workers"_qs, u"0"_qs}
                                << QByteArray("--workers takes a number from 1, not \"0\"");
    QTest::newRow("no uses") << QStringList{u"x"_qs, u"--uses"_qs, u"0"_qs}
                             << QByteArray("--uses takes a number from 1, not \"0\"");
    QTest::newRow("never") << QStringList{u"x"_qs, u"--repeat"_qs, u"0"_qs}
                           << QByteArray("--repeat takes a number from 1, not \"0\"");
    QTest::newRow("no number of retries")
        << QStringList{u"x"_qs, u"--retries"_qs, u"often"_qs}
        << QByteArray("--retries takes a number from 0, not \"often\"");
    QTest::newRow("no time") << QStringList{u"x"_qs, u"--timeout"_qs, u"soon"_qs}
                             << QByteArray("--timeout takes a time");
    QTest::newRow("no delay") << QStringList{u"x"_qs, u"--retry-delay"_qs, u"1x"_qs}
                              << QByteArray("--retry-delay takes a time");
    QTest::newRow("too nice") << QStringList{u"x"_qs, u"--nice"_qs, u"20"_qs}
                              << QByteArray("--nice takes a number from -20 to 19, not \"20\"");
    QTest::newRow("no such engine") << QStringList{u"x"_qs, u"--engine"_qs, u"v8"_qs}
                                    << QByteArray("--engine takes node or qml, not \"v8\"");
    QTest::newRow("a preload without a path") << QStringList{u"x"_qs, u"--preload"_qs, u"a"_qs}
                                              << QByteArray("--preload takes NAME=PATH, not \"a\"");
    QTest::newRow("unknown option") << QStringList{u"x"_qs, u"--what"_qs} << QByteArray("what");
}

void JobTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, why);
    const MonitorRun run = runJob(arguments);
    QCOMPARE(run.exitStatus, 2);
    QVERIFY2(run.error.contains(why), run.error.constData());
    QVERIFY(run.error.contains("see spawn-monitor job --help"));
}

void JobTest::options_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("a preload, relative to the scripts")
        << QStringList{u"--preload"_qs,
                       u"shout=./shout.js"_qs,
                       u"--preload"_qs,
                       u"other=./twice.js"_qs,
                       u"--script-directory"_qs,
                       script(""),
                       u"globals"_qs,
                       u"[\"shout\", \"other\", \"none\"]"_qs}
        << QByteArray("[\"function\",\"function\",\"undefined\"]\n");
    QTest::newRow("a nice level")
        << QStringList{u"--nice"_qs, u"12"_qs, u"--eval"_qs,
                       u"module.exports = (p, done) => done(null, require('os').getPriority())"_qs}
        << QByteArray("12\n");
    QTest::newRow("time enough") << QStringList{script("ping"), u"1"_qs, u"--timeout"_qs, u"1h"_qs}
                                 << QByteArray("1\n");
}

void JobTest::options()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, output);
    const MonitorRun run = runJob(arguments);
    QCOMPARE(run.error, QByteArray());
    QCOMPARE(run.output, output);
    QCOMPARE(run.exitStatus, 0);
}

void JobTest::retries()
{
    const MonitorRun run = runJob({script("errors"), u"\"number\""_qs, u"--retries"_qs, u"2"_qs,
                                   u"--retry-delay"_qs, u"10ms"_qs, u"--json"_qs});
    QCOMPARE(run.exitStatus, 1);
    QCOMPARE(run.objects().value(0)[u"attempts"_qs], 3);
}

void JobTest::progress()
{
    const QStringList arguments{script("progress"), u"2"_qs};
    QCOMPARE(runJob(arguments).error, QByteArray());
    const MonitorRun run = runJob(arguments + QStringList{u"--progress"_qs});
    QCOMPARE(run.error, "{\"step\":1}\n{\"step\":2}\n");
    QCOMPARE(run.output, "[1,1]\n");
}

void JobTest::repeated()
{
    QCOMPARE(runJob({script("ping"), u"[7]"_qs, u"--repeat"_qs, u"3"_qs}).output,
             "[7]\n[7]\n[7]\n");
    const MonitorRun run = runJob({script("errors"), u"\"string\""_qs, u"--repeat"_qs, u"2"_qs});
    QCOMPARE(run.error, "spawn-monitor: job 1: a text\nspawn-monitor: job 2: a text\n");
    QCOMPARE(run.exitStatus, 1);
}

// Though the first one ends last.
void JobTest::linesInTheirOrder()
{
    const MonitorRun run = runJob({script("tasks"), u"--lines"_qs, u"--workers"_qs, u"3"_qs,
                                   u"--uses"_qs, u"9"_qs, u"--json"_qs},
                                  "{\"do\":\"sleep\",\"ms\":1000}\n{\"do\":\"echo\",\"value\":2}\n"
                                  "{\"do\":\"echo\",\"value\":3}");
    QCOMPARE(run.exitStatus, 0);
    const QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 3);
    for (int i = 0; i < objects.size(); ++i)
        QCOMPARE(objects[i][u"line"_qs], i + 1);
    QCOMPARE(objects[1][u"value"_qs], 2);
    QCOMPARE(objects[2][u"value"_qs], 3);
}

// Far more than are read ahead.
void JobTest::manyLines()
{
    QByteArray lines;
    for (int i = 0; i < 5000; ++i)
        lines += QByteArray::number(i) + '\n';
    const MonitorRun run
        = runJob({script("ping"), u"--lines"_qs, u"--uses"_qs, u"1000000"_qs}, lines);
    QCOMPARE(run.error, QByteArray());
    QVERIFY(run.output == lines);
    QCOMPARE(run.exitStatus, 0);
}

void JobTest::linesThatFail()
{
    const MonitorRun run
        = runJob({script("errors"), u"--lines"_qs, u"--uses=9"_qs, u"--workers=1"_qs},
                 "\"none\"\nwhat\n\"string\"\n\n\"none\"\n");
    QVERIFY(run.error.contains("line 2 is no JSON: it goes wrong "));
    QVERIFY(run.error.contains("line 3: a text\n"));
    QVERIFY(run.error.contains("line 4 is no JSON: it is empty\n"));
    QCOMPARE(run.output, "null\nnull\n");
    QCOMPARE(run.exitStatus, 1);
}

// While there is still something to read.
void JobTest::answersAsTheyCome()
{
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  {u"job"_qs, script("ping"), u"--lines"_qs, u"--string"_qs, u"--raw"_qs});
    for (const char *line : {"first\n", "second\n"}) {
        process.write(line);
        QByteArray seen;
        QTRY_COMPARE_WITH_TIMEOUT((seen += process.readAllStandardOutput()), QByteArray(line),
                                  PatienceMs);
    }
    process.closeWriteChannel();
    QCOMPARE(finished(process).exitStatus, 0);
}

void JobTest::workersAreUsedAgain()
{
    const QStringList arguments{script("pid"), u"--repeat=4"_qs, u"--workers=1"_qs};
    const auto processes = [](const MonitorRun &run) {
        const QByteArrayList lines = run.output.trimmed().split('\n');
        return QSet<QByteArray>(lines.begin(), lines.end()).size();
    };
    QCOMPARE(processes(runJob(arguments)), 4);
    QCOMPARE(processes(runJob(arguments + QStringList{u"--uses=2"_qs})), 2);
}

void JobTest::fullOutput()
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_qs);
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"job"_qs, script("ping"), u"--lines"_qs});
    process.write("1\n");
    const MonitorRun run = finished(process); // and does not wait for more
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.error.contains("No space left on device"), run.error.constData());
}

void JobTest::noHelper()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASYNCSPAWNER_HELPER"_qs, u"/no/such"_qs);
    const MonitorRun run
        = runMonitor({u"job"_qs, script("ping"), u"--repeat=3"_qs}, {}, environment);
    QCOMPARE(run.exitStatus, 3);
    QCOMPARE(run.error.count("spawn-monitor: "), 1);
    QVERIFY2(run.error.contains("/no/such"), run.error.constData());
}

// Waits for the number of the process that child.js has started.
static qint64 startChild(QProcess &process, const QStringList &arguments)
{
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  QStringList{u"job"_qs, script("child"), u"--progress"_qs} + arguments);
    QByteArray told;
    const bool isTold = QTest::qWaitFor(
        [&] { return (told += process.readAllStandardError()).endsWith('\n'); }, PatienceMs);
    return isTold ? told.trimmed().toLongLong() : 0;
}

void JobTest::interrupted_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("SIGINT") << SIGINT << QStringList{u"--json"_qs};
    QTest::newRow("SIGTERM, with jobs that wait")
        << SIGTERM << QStringList{u"--json"_qs, u"--repeat=50"_qs, u"--workers=1"_qs};
    QTest::newRow("a worker that does not listen")
        << SIGINT << QStringList{u"--json"_qs, u"\"deaf\""_qs};
}

void JobTest::interrupted()
{
    QFETCH(int, signalNumber);
    QFETCH(QStringList, arguments);
    QProcess process;
    const qint64 child = startChild(process, arguments);
    QVERIFY(child > 0);
    QVERIFY(isAlive(child));
    ::kill(pid_t(process.processId()), signalNumber);
    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 128 + signalNumber);
    QCOMPARE(run.objects().size(), arguments.contains(u"--repeat=50"_qs) ? 50 : 1);
    for (const QJsonObject &object : run.objects())
        QCOMPARE(object[u"error"_qs], u"cancelled"_qs);
    QTRY_VERIFY(!isAlive(child));
}

void JobTest::interruptedWhileItWaitsForInput()
{
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"job"_qs, script("ping"), u"--lines"_qs});
    process.write("1\n");
    QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, PatienceMs);
    ::kill(pid_t(process.processId()), SIGINT);
    const MonitorRun run = finished(process);
    QCOMPARE(run.output, "1\n");
    QCOMPARE(run.exitStatus, 128 + SIGINT);
}

void JobTest::theSecondSignalKills()
{
    QProcess process;
    const qint64 child = startChild(process, {u"\"deaf\""_qs});
    QVERIFY(child > 0);
    ::kill(pid_t(process.processId()), SIGINT);
    ::kill(pid_t(process.processId()), SIGTERM);
    const MonitorRun run = finished(process);
    QVERIFY2(run.exitStatus == 128 + SIGINT || run.exitStatus == 128 + SIGTERM,
             qPrintable(QString::number(run.exitStatus)));
    QCOMPARE(run.output, QByteArray());
    QTRY_VERIFY(!isAlive(child));
}

QTEST_GUILESS_MAIN(JobTest)
#include "tst_job.moc"
