// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitorrun.h"

#include <QtTest/QtTest>

#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>

#include <cerrno>

class RunTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { speakUtf8(); }
    void tellsHowACommandEnded_data();
    void tellsHowACommandEnded();
    void printsATable();
    void exitStatus_data();
    void exitStatus();
    void badUsage_data();
    void badUsage();
    void refusesAllBecauseOfOneBadLine();
    void readsAFile();
    void runsTenThousandLines();
    void runsOneAtATime();
    void runsSeveralAtATime();
    void commandsHaveNoInput();
    void groupsTheOutput();
    void outputInJson();
    void keepsTheEndOfStandardError();
    void muchStandardErrorEndsNothing();
    void survivesItsHelper();
    void saysThatThereIsNoHelper();
    void saysThatItCannotWrite();
};

static const QString Json = QStringLiteral("--json");
static const QString Run = QStringLiteral("run");

void RunTest::tellsHowACommandEnded_data()
{
    const QJsonValue null;
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QJsonObject>("expected");

    const auto row
        = [null](const QString &state, const QJsonValue &exitCode, const QJsonValue &signal,
                 const QJsonValue &stage, const QJsonValue &error) {
              return QJsonObject{{u"state"_qs, state},
                                 {u"exitCode"_qs, exitCode},
                                 {u"signal"_qs, signal},
                                 {u"stage"_qs, stage},
                                 {u"errno"_qs, error}};
          };
    QTest::newRow("success") << QByteArray("true") << row(u"succeeded"_qs, 0, null, null, null);
    QTest::newRow("exit code") << QByteArray("sh -c 'exit 3'")
                               << row(u"nonZeroExit"_qs, 3, null, null, null);
    QTest::newRow("signal") << QByteArray("sh -c 'kill -KILL $$'")
                            << row(u"crashed"_qs, null, u"SIGKILL"_qs, null, null);
    QTest::newRow("no such program") << QByteArray("no-such-program -x")
                                     << row(u"failedToStart"_qs, null, null, u"exec"_qs, ENOENT);
    QTest::newRow("not executable")
        << QByteArray("/etc/passwd") << row(u"failedToStart"_qs, null, null, u"exec"_qs, EACCES);
    QTest::newRow("timeout") << QByteArray("sleep 30")
                             << row(u"timedOut"_qs, null, u"SIGTERM"_qs, null, null);
}

void RunTest::tellsHowACommandEnded()
{
    QFETCH(QByteArray, line);
    QFETCH(QJsonObject, expected);
    // Long enough that nothing but the sleep reaches it, also under a sanitizer.
    const MonitorRun run = runMonitor({Run, Json, u"--timeout"_qs, u"3s"_qs}, "\n" + line);
    const QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 2);
    QCOMPARE(objects[0][u"line"_qs].toInt(), 2);
    for (auto it = expected.constBegin(); it != expected.constEnd(); ++it)
        QCOMPARE(objects[0][it.key()], it.value());
    const bool succeeded = expected[u"state"_qs] == u"succeeded"_qs;
    QCOMPARE(objects[0][u"error"_qs].isNull(), succeeded);
    const QJsonObject summary = objects[1][u"summary"_qs].toObject();
    QCOMPARE(summary[u"total"_qs].toInt(), 1);
    QCOMPARE(summary[u"succeeded"_qs].toInt(), succeeded ? 1 : 0);
    QCOMPARE(summary[u"failed"_qs].toInt(), succeeded ? 0 : 1);
    QCOMPARE(run.exitStatus, succeeded ? 0 : 1);
    if (objects[0][u"stage"_qs].isNull())
        QVERIFY(objects[0][u"peakMemory"_qs].toInteger() > 0);
}

void RunTest::printsATable()
{
    const MonitorRun run
        = runMonitor({Run}, "echo 'a b'\n# a comment\nls /no-such-file\nno-such-program\n");
    QCOMPARE(run.exitStatus, 1);
    const QStringList lines = QString::fromUtf8(run.output).split(u'\n');
    QVERIFY2(lines[0].startsWith(u"LINE  STATE"_qs), run.output.constData());
    QVERIFY2(lines[1].startsWith(u"   1  ok           0  "_qs), run.output.constData());
    QVERIFY(lines[1].endsWith(u"  echo 'a b'"_qs));
    QVERIFY(lines[2].startsWith(u"   3  failed       2  "_qs));
    QVERIFY(lines[3].startsWith(u"      | "_qs));
    QVERIFY(lines[3].contains(u"/no-such-file"_qs));
    QVERIFY(lines[4].startsWith(u"   4  not started  No such file or directory  "_qs));
    QVERIFY(lines[5].startsWith(u"3 commands: 1 ok, 2 not, in "_qs));
    // Progress where nothing can be drawn again: a line for each, in the order of their ends.
    QCOMPARE(run.error.count('\n'), 3);
    QVERIFY2(run.error.contains("/3] ok: echo 'a b'\n"), run.error.constData());
    QVERIFY(run.error.contains("/3] failed: ls /no-such-file: child exited with status 2\n"));
}

void RunTest::exitStatus_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("status");
    QTest::newRow("no command") << QByteArray("# nothing to do\n") << 0;
    QTest::newRow("all succeed") << QByteArray("true\ntrue") << 0;
    QTest::newRow("one fails") << QByteArray("true\nfalse\ntrue") << 1;
    QTest::newRow("one does not start") << QByteArray("true\n''") << 1;
}

void RunTest::exitStatus()
{
    QFETCH(QByteArray, input);
    QFETCH(int, status);
    QCOMPARE(runMonitor({Run}, input).exitStatus, status);
    QCOMPARE(runMonitor({Run, u"-"_qs}, input).exitStatus, status);
    QCOMPARE(runMonitor({Run, Json}, input).exitStatus, status);
}

void RunTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("no such command") << QStringList{u"dance"_qs} << QByteArray("spawn-monitor run");
    QTest::newRow("no such option") << QStringList{Run, u"--no-such"_qs} << QByteArray("no-such");
    QTest::newRow("-j 0") << QStringList{Run, u"-j"_qs, u"0"_qs} << QByteArray("-j");
    QTest::newRow("-j many") << QStringList{Run, u"-jmany"_qs} << QByteArray("\"many\"");
    QTest::newRow("-j alone") << QStringList{Run, u"-j"_qs} << QByteArray("'-j'");
    QTest::newRow("--timeout soon")
        << QStringList{Run, u"--timeout"_qs, u"soon"_qs} << QByteArray("\"soon\"");
    QTest::newRow("two files") << QStringList{Run, u"a"_qs, u"b"_qs} << QByteArray("one FILE");
    QTest::newRow("no such file") << QStringList{Run, u"/no-such-file"_qs}
                                  << QByteArray("\"/no-such-file\"");
    QTest::newRow("a folder") << QStringList{Run, u"/"_qs} << QByteArray("\"/\"");
}

void RunTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, complaint);
    const MonitorRun run = runMonitor(arguments, "true\n");
    QCOMPARE(run.exitStatus, 2);
    QCOMPARE(run.output, QByteArray());
    QVERIFY2(run.error.contains(complaint), run.error.constData());
}

void RunTest::refusesAllBecauseOfOneBadLine()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(u"made"_qs);
    const MonitorRun run = runMonitor({Run}, "touch " + file.toUtf8() + "\n\necho 'open\n");
    QCOMPARE(run.exitStatus, 2);
    QVERIFY2(run.error.contains("line 3: a single quote is not closed"), run.error.constData());
    QCOMPARE(run.output, QByteArray());
    QVERIFY(!QFile::exists(file));
}

void RunTest::readsAFile()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"größe und mehr"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("echo from the file\n");
    file.close();
    const MonitorRun run
        = runMonitor({Run, u"--output"_qs, file.fileName()}, "echo from the input\n");
    QCOMPARE(run.exitStatus, 0);
    QVERIFY(run.output.contains("\nfrom the file\n"));
    QVERIFY(!run.output.contains("input"));
}

void RunTest::runsTenThousandLines()
{
    const int count = 10'000;
    const MonitorRun run = runMonitor({Run}, QByteArray("true\n").repeated(count));
    QCOMPARE(run.exitStatus, 0);
    QCOMPARE(run.output.count("  ok  "), count);
    QVERIFY(run.output.contains("\n10000  ok  "));
    QVERIFY(run.output.contains("\n10000 commands: 10000 ok, 0 not, in "));
    QCOMPARE(run.error.count('\n'), count);
}

void RunTest::runsOneAtATime()
{
    const QTemporaryDir dir;
    const QByteArray lock = dir.filePath(u"lock"_qs).toUtf8();
    const QByteArray line = "sh -c 'mkdir " + lock + " && sleep 0.02 && rmdir " + lock + "'\n";
    const MonitorRun run = runMonitor({Run, u"-j1"_qs}, line.repeated(10));
    QVERIFY2(run.exitStatus == 0, run.output.constData());
}

void RunTest::runsSeveralAtATime()
{
    const QTemporaryDir dir;
    const QByteArray path = dir.path().toUtf8();
    // Each waits until all three have begun.
    const QByteArray line = "sh -c 'touch " + path + "/$$; until [ $(ls " + path
        + " | wc -l) = 3 ]; do sleep 0.01; done'\n";
    const MonitorRun run
        = runMonitor({Run, u"-j"_qs, u"3"_qs, u"--timeout"_qs, u"30s"_qs}, line.repeated(3));
    QVERIFY2(run.exitStatus == 0, run.output.constData());
}

void RunTest::commandsHaveNoInput()
{
    const MonitorRun run = runMonitor({Run, u"--output"_qs}, "cat\n# not for cat\n");
    QCOMPARE(run.exitStatus, 0);
    QVERIFY(!run.output.contains("not for cat"));
}

void RunTest::groupsTheOutput()
{
    const MonitorRun run
        = runMonitor({Run, u"-j2"_qs, u"--output"_qs},
                     "sh -c 'for i in 1 2 3; do echo a$i; sleep 0.02; done; echo a4 >&2'\n"
                     "sh -c 'for i in 1 2 3; do echo b$i; sleep 0.02; done; printf b4'\n");
    QCOMPARE(run.exitStatus, 0);
    QVERIFY2(run.output.contains("done; echo a4 >&2'\na1\na2\na3\na4\n"), run.output.constData());
    QVERIFY2(run.output.contains("done; printf b4'\nb1\nb2\nb3\nb4\n"), run.output.constData());
    QVERIFY(run.output.contains("==> line 1: sh -c "));
    QVERIFY(run.output.contains("\nLINE  STATE"));
}

void RunTest::outputInJson()
{
    const MonitorRun run = runMonitor({Run, Json, u"--output"_qs},
                                      "sh -c 'echo out; echo err >&2; exit 1'\n"
                                      "printf '\\377\\000'\n");
    QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 3);
    if (objects[0][u"line"_qs] != 1)
        objects.swapItemsAt(0, 1);
    QCOMPARE(objects[0][u"standardOutput"_qs].toString(), u"out\n"_qs);
    QCOMPARE(objects[0][u"standardError"_qs].toString(), u"err\n"_qs);
    QCOMPARE(objects[1][u"standardOutputBase64"_qs].toString(), u"/wA="_qs);
    QCOMPARE(objects[1][u"argv"_qs].toArray(), (QJsonArray{u"printf"_qs, u"\\377\\000"_qs}));
}

void RunTest::keepsTheEndOfStandardError()
{
    const MonitorRun run
        = runMonitor({Run, Json}, "sh -c 'echo out; seq 100 >&2; exit 1'\nsh -c 'echo fine >&2'\n");
    QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 3);
    if (objects[0][u"line"_qs] != 1)
        objects.swapItemsAt(0, 1);
    QCOMPARE(objects[0][u"standardErrorTail"_qs].toString(), u"96\n97\n98\n99\n100"_qs);
    QVERIFY(!run.output.contains("fine\""));
    QVERIFY(!run.output.contains("standardOutput"));
}

void RunTest::muchStandardErrorEndsNothing()
{
    // More than the limit of what is captured.
    const MonitorRun run = runMonitor(
        {Run, Json}, "sh -c 'head -c 80000000 /dev/zero >&2; echo the end >&2; exit 5'");
    const QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 2);
    QCOMPARE(objects[0][u"exitCode"_qs], QJsonValue(5));
    QVERIFY(objects[0][u"standardErrorTail"_qs].toString().endsWith(u"the end"_qs));
    QVERIFY(run.output.size() < 100'000);
}

void RunTest::survivesItsHelper()
{
    // The commands are children of spawn-monitor, and so is the helper, which has its name.
    const MonitorRun run = runMonitor(
        {Run, u"-j1"_qs},
        "true\nsh -c 'for pid in $(cat /proc/$PPID/task/*/children); do"
        " grep -q ^spawn-helper /proc/$pid/comm && kill -KILL $pid; done; sleep 0.1'\ntrue\n");
    QVERIFY2(run.exitStatus == 0, run.output.constData());
    QVERIFY(run.output.contains("\n3 commands: 3 ok, 0 not, in "));
    QVERIFY2(run.error.contains("spawn-monitor: "), run.error.constData());
    QVERIFY2(run.error.contains("SIGKILL"), run.error.constData());
}

void RunTest::saysThatThereIsNoHelper()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASYNCSPAWNER_HELPER"_qs, u"/no-such-folder/no-such-helper"_qs);
    const QByteArray input = QByteArray("true\n").repeated(3);

    const MonitorRun run = runMonitor({Run}, input, environment);
    QCOMPARE(run.exitStatus, 3);
    QVERIFY2(run.error.contains("/no-such-folder/no-such-helper"), run.error.constData());
    QVERIFY2(run.error.startsWith("spawn-monitor: "), run.error.constData());
    QCOMPARE(run.error.count('\n'), 1);
    QCOMPARE(run.output, QByteArray());

    const QList<QJsonObject> objects = runMonitor({Run, Json}, input, environment).objects();
    QCOMPARE(objects.size(), 1);
    QVERIFY(objects[0][u"summary"_qs][u"helperError"_qs].isString());
}

void RunTest::saysThatItCannotWrite()
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_qs);
    process.start(QStringLiteral(MONITOR_PROGRAM), {Run, Json});
    process.write("true\n");
    process.closeWriteChannel();
    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.error.contains("No space left on device"), run.error.constData());
}

QTEST_GUILESS_MAIN(RunTest)
#include "tst_run.moc"
