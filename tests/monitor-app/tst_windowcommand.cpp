// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor-app/monitorrun.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>

// The built program, from outside.
class WindowCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void help();
    void badUsage_data();
    void badUsage();
    void noDisplay_data();
    void noDisplay();
    void runNeedsNoDisplay();
    void opensAndRemembers_data();
    void opensAndRemembers();

private:
    QProcessEnvironment environment() const;

    QTemporaryDir m_folder;
};

void WindowCommandTest::initTestCase()
{
    speakUtf8();
    QVERIFY(QDir(m_folder.path()).mkdir(u"runtime"_qs));
    QFile::setPermissions(m_folder.filePath(u"runtime"_qs),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QProcessEnvironment WindowCommandTest::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_RUNTIME_DIR"_qs, m_folder.filePath(u"runtime"_qs));
    environment.insert(u"XDG_CONFIG_HOME"_qs, m_folder.filePath(u"config"_qs));
    return environment;
}

void WindowCommandTest::help()
{
    const MonitorRun all = runMonitor({u"--help"_qs});
    QCOMPARE(all.exitStatus, 0);
    for (const char *const command : {"window", "run", "list", "show", "watch", "restarts",
                                      "cancel", "signal", "terminate", "kill", "raise"})
        QVERIFY2(all.output.contains(QByteArray("\n") + command + ' '), command);
    const MonitorRun window = runMonitor({u"window"_qs, u"--help"_qs});
    QCOMPARE(window.exitStatus, 0);
    QVERIFY(window.output.startsWith("Usage: spawn-monitor [window"));
    QVERIFY(window.output.contains("--read-only"));
}

void WindowCommandTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("option") << QStringList{u"--sideways"_qs} << 2 << QByteArray("sideways");
    QTest::newRow("word") << QStringList{u"x"_qs} << 2 << QByteArray("what is \"x\"?");
    QTest::newRow("page") << QStringList{u"--page"_qs, u"upside"_qs} << 2
                          << QByteArray("no page \"upside\"");
    QTest::newRow("nobody") << QStringList{u"--attach"_qs, u"nobody"_qs} << 1
                            << QByteArray("\"nobody\"");
}

void WindowCommandTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, error);
    const MonitorRun run = runMonitor(QStringList{u"window"_qs} + arguments, {}, environment());
    QTEST(run.exitStatus, "status");
    QVERIFY2(run.error.contains(error), run.error.constData());
    QCOMPARE(run.output, QByteArray());
}

void WindowCommandTest::noDisplay_data()
{
    QTest::addColumn<QString>("display");
    QTest::newRow("none") << QString();
    QTest::newRow("not there") << u":4711"_qs;
}

void WindowCommandTest::noDisplay()
{
    QFETCH(QString, display);
    QProcessEnvironment without = environment();
    without.remove(u"QT_QPA_PLATFORM"_qs);
    without.remove(u"WAYLAND_DISPLAY"_qs);
    without.remove(u"DISPLAY"_qs);
    if (!display.isEmpty())
        without.insert(u"DISPLAY"_qs, display);
    for (const QStringList &arguments : {QStringList(), QStringList{u"window"_qs}}) {
        const MonitorRun run = runMonitor(arguments, {}, without);
        QVERIFY2(run.error.count('\n') == 1, run.error.constData());
        QVERIFY2(run.error.startsWith("spawn-monitor: cannot open a window: "),
                 run.error.constData());
        QCOMPARE(run.exitStatus, 2);
        QCOMPARE(run.output, QByteArray());
    }
}

void WindowCommandTest::runNeedsNoDisplay()
{
    QProcessEnvironment without = environment();
    without.remove(u"QT_QPA_PLATFORM"_qs);
    without.remove(u"WAYLAND_DISPLAY"_qs);
    without.remove(u"DISPLAY"_qs);
    const MonitorRun run = runMonitor({u"run"_qs}, "true\n", without);
    QCOMPARE(run.exitStatus, 0);
}

void WindowCommandTest::opensAndRemembers_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("alone") << QStringList();
    QTest::newRow("window") << QStringList{u"window"_qs, u"--read-only"_qs, u"--page"_qs,
                                           u"log"_qs};
}

void WindowCommandTest::opensAndRemembers()
{
    QFETCH(QStringList, arguments);
    const QString file = m_folder.filePath(u"config/AsyncSpawner/spawn-monitor.conf"_qs);
    QFile::remove(file);
    QProcessEnvironment offscreen = environment();
    offscreen.insert(u"QT_QPA_PLATFORM"_qs, u"offscreen"_qs);
    QProcess process;
    process.setProcessEnvironment(offscreen);
    process.start(QStringLiteral(MONITOR_PROGRAM), arguments);
    QVERIFY(process.waitForStarted());
    // Its signal is ours once the window is there.
    const QString status = u"/proc/%1/status"_qs.arg(process.processId());
    const auto catches = [&status] {
        QFile proc(status);
        if (!proc.open(QIODevice::ReadOnly))
            return false;
        static const QRegularExpression line(u"SigCgt:\\s*([0-9a-f]+)"_qs);
        const auto match = line.match(QString::fromLatin1(proc.readAll()));
        return (match.captured(1).toULongLong(nullptr, 16) & (1ULL << (SIGTERM - 1))) != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(catches(), PatienceMs);
    process.terminate();
    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 0);
    QCOMPARE(run.error, QByteArray());
    QVERIFY(QFile::exists(file));
}

QTEST_GUILESS_MAIN(WindowCommandTest)
#include "tst_windowcommand.moc"
