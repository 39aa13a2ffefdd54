// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitorrun.h"

#include "exitstatus.h"
#include "look/theme.h"
#include "runner.h"
#include "runreport.h"
#include "runwindow.h"
#include "window/mainwindow.h"
#include "window/statusline.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>

using namespace Spawn;

// A run with a window: the real program, and what only a hand at the window can do.
class RunWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void reportsAsWithout_data();
    void reportsAsWithout();
    void isAttached();
    void isInterrupted();
    void sayWhereItCannotBeOpened_data();
    void sayWhereItCannotBeOpened();
    void closedWhileItRuns();
    void staysUntilClosed();

private:
    QTemporaryDir m_folder;
};

void RunWindowTest::initTestCase()
{
    speakUtf8();
    qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
    qputenv("XDG_CONFIG_HOME", m_folder.path().toLocal8Bit());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Where the folder of the sockets would be.
    const QString taken = m_folder.filePath(u"taken"_qs);
    QVERIFY(QDir().mkdir(taken));
    QVERIFY(QFile::setPermissions(taken, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(QFile(taken + u"/asyncspawner"_qs).open(QIODevice::WriteOnly));
}

// Times, memory and processes are each run's own, and so is the width of their columns.
static QByteArray withoutMeasures(const QByteArray &text)
{
    QString result = QString::fromUtf8(text);
    static const QRegularExpression measured(
        u"\"(elapsed|processId|[a-z]*Ms|peakMemory)\":[^,}]*"_qs);
    result.replace(measured, u"\"\\1\":0"_qs);
    static const QRegularExpression quantity(u"[0-9.]+ (ms|µs|s|KiB|MiB)"_qs);
    result.replace(quantity, u"N"_qs);
    static const QRegularExpression spaces(u" +"_qs);
    return result.replace(spaces, u" "_qs).toUtf8();
}

// Ends the program once it has written what is expected last.
static MonitorRun endedAfter(QProcess &process, const QByteArray &last)
{
    QByteArray output;
    const bool seen = QTest::qWaitFor(
        [&] {
            output += process.readAllStandardOutput();
            return output.contains(last);
        },
        PatienceMs);
    if (seen)
        process.terminate();
    MonitorRun run = finished(process);
    run.output.prepend(output);
    return run;
}

void RunWindowTest::reportsAsWithout_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("last");
    const QByteArray mixed("echo one\nls /no-such-file\nno-such-program\n");
    QTest::newRow("table") << QStringList{u"-j1"_qs} << mixed << QByteArray("3 commands: ");
    QTest::newRow("output") << QStringList{u"-j1"_qs, u"--output"_qs} << mixed
                            << QByteArray("3 commands: ");
    QTest::newRow("json") << QStringList{u"-j1"_qs, u"--json"_qs} << mixed
                          << QByteArray("\"summary\"");
    QTest::newRow("all succeed") << QStringList{} << QByteArray("true\n")
                                 << QByteArray("1 command: ");
    QTest::newRow("nothing to do")
        << QStringList{} << QByteArray("# nothing\n") << QByteArray("0 commands");
}

void RunWindowTest::reportsAsWithout()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, last);
    const MonitorRun expected = runMonitor(QStringList{u"run"_qs} + options, input);
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM),
                  QStringList{u"run"_qs, u"--window"_qs} + options);
    process.write(input);
    process.closeWriteChannel();
    const MonitorRun run = endedAfter(process, last);
    QCOMPARE(withoutMeasures(run.output), withoutMeasures(expected.output));
    QCOMPARE(withoutMeasures(run.error), withoutMeasures(expected.error));
    QCOMPARE(run.exitStatus, expected.exitStatus);
}

void RunWindowTest::isAttached()
{
    QFile file(m_folder.filePath(u"list of commands"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("sleep 60\n");
    file.close();
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"--window"_qs, file.fileName()});
    QVERIFY(process.waitForStarted());
    // Of a window that is attached another monitor sees what it shows.
    const QString name = u"run list of commands"_qs;
    QTRY_VERIFY_WITH_TIMEOUT(
        runMonitor({u"show"_qs, u"--json"_qs, name}).output.contains("\"sleep\",\"60\""),
        PatienceMs);
    QCOMPARE(runMonitor({u"cancel"_qs, name, u"1"_qs}).exitStatus, AllSucceeded);
    const MonitorRun run = endedAfter(process, "1 command: ");
    QCOMPARE(run.exitStatus, SomeFailed);
}

void RunWindowTest::isInterrupted()
{
    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"--window"_qs, u"--output"_qs});
    process.write("echo begun\nsleep 60\n");
    process.closeWriteChannel();
    const MonitorRun run = endedAfter(process, "begun\n");
    QCOMPARE(run.exitStatus, InterruptedBase + SIGTERM);
    QVERIFY2(run.output.contains("2 commands: 1 ok"), run.output.constData());
}

void RunWindowTest::sayWhereItCannotBeOpened_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("no display") << u"QT_QPA_PLATFORM"_qs << QString() << QByteArray("DISPLAY");
    QTest::newRow("no socket") << u"XDG_RUNTIME_DIR"_qs << m_folder.filePath(u"taken"_qs)
                               << QByteArray("taken/asyncspawner");
}

void RunWindowTest::sayWhereItCannotBeOpened()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QByteArray, error);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"DISPLAY"_qs);
    environment.remove(u"WAYLAND_DISPLAY"_qs);
    environment.insert(variable, value);
    const MonitorRun run = runMonitor({u"run"_qs, u"--window"_qs}, "touch never\n", environment);
    QCOMPARE(run.exitStatus, BadUsage);
    QCOMPARE(run.error.count('\n'), 1);
    QVERIFY2(run.error.contains(error), run.error.constData());
    QCOMPARE(run.output, QByteArray());
}

static QList<CommandLine> commandLines(const QByteArray &text)
{
    return parseCommandFile(text).commands;
}

void RunWindowTest::closedWhileItRuns()
{
    const Theme theme(Theme::Choice::Light);
    MainWindow window;
    const QString gate = m_folder.filePath(u"gate"_qs);
    Runner runner({},
                  commandLines("sh -c 'until [ -e " + gate.toUtf8() + " ]; do sleep 0.01; done'"));
    RunReport report({}, &runner);
    RunWindow run(&runner, &report, &window);
    QSignalSpy over(&run, &RunWindow::over);
    window.show();
    runner.start();
    QTRY_COMPARE_WITH_TIMEOUT(runner.counts().running, 1, PatienceMs);
    window.close();
    QVERIFY(!window.isVisible());
    QCOMPARE(runner.counts().running, 1);
    QCOMPARE(over.size(), 0);
    QVERIFY(QFile(gate).open(QIODevice::WriteOnly));
    QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, PatienceMs);
    QCOMPARE(run.conclude(), AllSucceeded);
}

void RunWindowTest::staysUntilClosed()
{
    const Theme theme(Theme::Choice::Light);
    MainWindow window;
    Runner runner({}, commandLines("true\nfalse"));
    RunReport report({}, &runner);
    RunWindow run(&runner, &report, &window);
    QSignalSpy over(&run, &RunWindow::over);
    window.show();
    runner.start();
    const auto *const status = window.findChild<StatusLine *>();
    QTRY_VERIFY_WITH_TIMEOUT(status->accessibleDescription().contains(
                                 u"The run has ended: 1 of 2 commands succeeded."_qs),
                             PatienceMs);
    QVERIFY(window.isVisible());
    QCOMPARE(over.size(), 0);
    window.close();
    QCOMPARE(over.size(), 1);
    QCOMPARE(run.conclude(), SomeFailed);
}

QTEST_MAIN(RunWindowTest)
#include "tst_runwindow.moc"
