// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitorrun.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <csignal>

// spawn-monitor pipe, with real workers.
class PipeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { speakUtf8(); }
    void eachLineIsAnswered_data();
    void eachLineIsAnswered();
    void answersAsTheyCome();
    void workerGetsItsArguments();
    void lineThatKillsIsNamed();
    void workersThatDoNotWork_data();
    void workersThatDoNotWork();
    void badUsage_data();
    void badUsage();
    void fullOutput();
    void inputThatCannotBeRead();
    void interrupted();

private:
    QString script(const QByteArray &text)
    {
        QFile file(m_folder.filePath(u"worker.js"_qs));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                                 : QString();
    }

    QTemporaryDir m_folder;
};

static QByteArray numberedLines(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "line " + QByteArray::number(i) + '\n';
    return lines;
}

void PipeTest::eachLineIsAnswered_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("one line") << QByteArray("a\n") << QByteArray("a\n");
    QTest::newRow("without a newline at the end") << QByteArray("a\nb") << QByteArray("a\nb\n");
    QTest::newRow("a hundred thousand") << numberedLines(100'000) << numberedLines(100'000);
    QTest::newRow("long ones") << (QByteArray(100'000, 'x') + '\n').repeated(100)
                               << (QByteArray(100'000, 'x') + '\n').repeated(100);
}

void PipeTest::eachLineIsAnswered()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, output);
    const MonitorRun run = runMonitor(
        {u"pipe"_qs, u"-w"_qs, QStringLiteral(ECHO_WORKER), u"-n4"_qs, u"--ordered"_qs}, input);
    QCOMPARE(run.error, QByteArray());
    QCOMPARE(run.exitStatus, 0);
    QVERIFY(run.output == output);
}

// While there is still something to read: a pipeline of programs that wait for each other.
void PipeTest::answersAsTheyCome()
{
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  {u"pipe"_qs, u"-w"_qs, QStringLiteral(ECHO_WORKER), u"-n"_qs, u"2"_qs});
    QByteArray output;
    for (const char *line : {"first\n", "second\n"}) {
        process.write(line);
        output += line;
        QByteArray seen;
        QTRY_COMPARE_WITH_TIMEOUT((seen += process.readAllStandardOutput()), QByteArray(line),
                                  PatienceMs);
    }
    process.closeWriteChannel();
    QCOMPARE(finished(process).exitStatus, 0);
}

void PipeTest::workerGetsItsArguments()
{
    const QString worker
        = script("process.on('message', () => process.send(process.argv.slice(2)));");
    const MonitorRun run
        = runMonitor({u"pipe"_qs, u"-w"_qs, worker, u"-n1"_qs, u"--"_qs, u"-x"_qs, u"y"_qs}, "a\n");
    QCOMPARE(run.output, "[\"-x\",\"y\"]\n");
    QCOMPARE(run.exitStatus, 0);
}

void PipeTest::lineThatKillsIsNamed()
{
    const QString worker = script("process.on('message', (m) => {"
                                  " if (m === 'deadly') process.exit(9); process.send(m); });");
    const MonitorRun run
        = runMonitor({u"pipe"_qs, u"-w"_qs, worker, u"-n2"_qs}, "a\nb\ndeadly\nc\nd\n");
    QByteArrayList lines = run.output.split('\n');
    std::sort(lines.begin(), lines.end());
    QCOMPARE(lines, QByteArrayList({"", "a", "b", "c", "d"}));
    QCOMPARE(run.error, "spawn-monitor: not answered: deadly\n");
    QCOMPARE(run.exitStatus, 1);
}

void PipeTest::workersThatDoNotWork_data()
{
    QTest::addColumn<QStringList>("worker");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("no such program") << QStringList{u"/no/such"_qs} << QByteArray("/no/such");
    QTest::newRow("ends early") << QStringList{QStringLiteral(POOL_WORKER), u"early"_qs}
                                << QByteArray("ended 5 times before it said anything");
}

void PipeTest::workersThatDoNotWork()
{
    QFETCH(QStringList, worker);
    QFETCH(QByteArray, why);
    const MonitorRun run
        = runMonitor(QStringList{u"pipe"_qs, u"-n1"_qs, u"-w"_qs} + worker, numberedLines(100));
    QVERIFY2(run.error.contains(why), run.error.constData());
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(run.exitStatus, 3);
}

void PipeTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("no worker") << QStringList{} << QByteArray("-w PROGRAM is missing");
    QTest::newRow("no workers") << QStringList{u"-w"_qs, u"x"_qs, u"-n0"_qs}
                                << QByteArray("-n takes a number from 1, not \"0\"");
    QTest::newRow("no number") << QStringList{u"-w"_qs, u"x"_qs, u"--redeliver"_qs, u"often"_qs}
                               << QByteArray("--redeliver takes a number from 0, not \"often\"");
    QTest::newRow("unknown option") << QStringList{u"--what"_qs} << QByteArray("what");
}

void PipeTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, why);
    const MonitorRun run = runMonitor(QStringList{u"pipe"_qs} + arguments);
    QCOMPARE(run.exitStatus, 2);
    QVERIFY2(run.error.contains(why), run.error.constData());
    QVERIFY(run.error.contains("see spawn-monitor pipe --help"));
}

void PipeTest::fullOutput()
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_qs);
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  {u"pipe"_qs, u"-w"_qs, QStringLiteral(ECHO_WORKER), u"-n1"_qs});
    process.write(numberedLines(1000));
    process.closeWriteChannel();
    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.error.contains("No space left on device"), run.error.constData());
}

void PipeTest::inputThatCannotBeRead()
{
    QProcess process;
    process.start(u"/bin/sh"_qs, {u"-c"_qs, u"exec \"$@\" < /"_qs, u"sh"_qs,
                                  QStringLiteral(MONITOR_PROGRAM), u"pipe"_qs, u"-w"_qs,
                                  QStringLiteral(ECHO_WORKER)});
    const MonitorRun run = finished(process);
    QCOMPARE(run.error, "spawn-monitor: cannot read the standard input: Is a directory\n");
    QCOMPARE(run.exitStatus, 1);
}

void PipeTest::interrupted()
{
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  {u"pipe"_qs, u"-w"_qs, QStringLiteral(ECHO_WORKER), u"-n2"_qs});
    process.write("a\n");
    QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, PatienceMs);
    ::kill(pid_t(process.processId()), SIGINT);
    QCOMPARE(finished(process).exitStatus, 128 + SIGINT);
}

QTEST_GUILESS_MAIN(PipeTest)
#include "tst_pipe.moc"
