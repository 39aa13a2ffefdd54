// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/leftovers.h"
#include "common/programfolder.h"
#include "common/testchild.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// Applications whose own standard streams are closed, swapped, one file, or a terminal: this
// program, started once more as such an application.
class HostStreamsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void f54_closedStreams_data();
    void f54_closedStreams();
    void f54_inheritedStreams_data();
    void f54_inheritedStreams();
    void f55_noControllingTerminal();

private:
    QByteArray report() const;
    bool runHost(QProcess &host, const QString &mode, const QStringList &words);

    ProgramFolder m_folder;
    std::optional<Leftovers> m_leftovers;
};

static constexpr char HostWord[] = "as-a-host";

// <mode> <file for the report> <words for testchild…>
static int beHost(const QStringList &arguments)
{
    const bool inherits = arguments[0] == "inherit"_L1;
    const bool hasTerminal = [] {
        const int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (fd >= 0)
            close(fd);
        return fd >= 0;
    }();
    AsyncSpawner spawner;
    Command command(QStringList{testChildProgram()} + arguments.mid(2));
    if (inherits) {
        command.setStandardInputMode(Command::InputMode::Inherit);
        command.setStandardOutputMode(Command::OutputMode::Inherit);
        command.setStandardErrorMode(Command::OutputMode::Inherit);
    }
    const CommandResult result = runCommand(spawner, command);
    QFile file(arguments[1]);
    if (!file.open(QIODevice::WriteOnly))
        return 90;
    file.write(hasTerminal ? "host-tty=yes\n" : "host-tty=no\n");
    file.write(result.standardOutput + result.standardError);
    return result.isSuccess() ? 0 : 91;
}

void HostStreamsTest::initTestCase()
{
    // QProcess opens its descriptors and installs its handler of SIGCHLD with the first one.
    QProcess process;
    process.start(u"true"_s, QStringList());
    QVERIFY(process.waitForFinished());
    QVERIFY(m_folder.write(u"input"_s, "from the input"));
}

void HostStreamsTest::init()
{
    m_leftovers.emplace();
}

void HostStreamsTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_leftovers->check(), QString(), 20000);
}

bool HostStreamsTest::runHost(QProcess &host, const QString &mode, const QStringList &words)
{
    host.start(QCoreApplication::applicationFilePath(),
               QStringList{QLatin1String(HostWord), mode, m_folder.path(u"report"_s)} + words);
    return host.waitForFinished(60000) && host.exitStatus() == QProcess::NormalExit;
}

QByteArray HostStreamsTest::report() const
{
    QFile file(m_folder.path(u"report"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no report");
}

void HostStreamsTest::f54_closedStreams_data()
{
    QTest::addColumn<QList<int>>("closed");
    QTest::newRow("none") << QList<int>();
    QTest::newRow("input") << QList<int>{0};
    QTest::newRow("output") << QList<int>{1};
    QTest::newRow("error") << QList<int>{2};
    QTest::newRow("input and error") << QList<int>{0, 2};
    QTest::newRow("both outputs") << QList<int>{1, 2};
    QTest::newRow("all") << QList<int>{0, 1, 2};
}

// Whatever takes the free numbers, the command gets the right ones.
void HostStreamsTest::f54_closedStreams()
{
    QFETCH(QList<int>, closed);
    QProcess host;
    host.setChildProcessModifier([&closed] {
        for (const int fd : closed)
            close(fd);
    });
    const QStringList words
        = testChildChain({{u"writestd"_s, u""_s, u"the error"_s}, {u"fds"_s}}).mid(1);
    QVERIFY(runHost(host, u"capture"_s, words));
    QCOMPARE(host.exitCode(), 0);
    QByteArray text = report().mid(int(strlen("host-tty=no\n")));
    QVERIFY2(text.endsWith("the error"), text.constData());
    text.chop(int(strlen("the error")));
    const QMap<int, QByteArray> descriptors = descriptorsOf(text);
    QCOMPARE(descriptors.keys(), (QList<int>{0, 1, 2}));
    QCOMPARE(descriptors[0], "/dev/null");
    QVERIFY(descriptors[1].startsWith("pipe:"));
    QVERIFY(descriptors[2].startsWith("pipe:"));
}

void HostStreamsTest::f54_inheritedStreams_data()
{
    QTest::addColumn<QString>("streams");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("as they are") << u"straight"_s << QByteArray("from the inputOUT")
                                 << QByteArray("ERR");
    QTest::newRow("swapped") << u"swapped"_s << QByteArray("ERR")
                             << QByteArray("from the inputOUT");
    // At one offset, so that neither overwrites the other.
    QTest::newRow("the same for both")
        << u"same"_s << QByteArray("from the inputOUTERR") << QByteArray();
}

void HostStreamsTest::f54_inheritedStreams()
{
    QFETCH(QString, streams);
    QProcess host;
    host.setStandardInputFile(m_folder.path(u"input"_s));
    host.setStandardOutputFile(m_folder.path(u"first"_s));
    host.setStandardErrorFile(m_folder.path(u"second"_s));
    host.setChildProcessModifier([&streams] {
        if (streams == "swapped"_L1) {
            dup2(1, 20);
            dup2(2, 1);
            dup2(20, 2);
            close(20);
        } else if (streams == "same"_L1) {
            dup2(1, 2);
        }
    });
    QVERIFY(runHost(host, u"inherit"_s,
                    testChildChain({{u"echo"_s}, {u"writestd"_s, u"OUT"_s, u"ERR"_s}}).mid(1)));
    QCOMPARE(host.exitCode(), 0);
    QFile first(m_folder.path(u"first"_s));
    QFile second(m_folder.path(u"second"_s));
    QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
    QTEST(first.readAll(), "first");
    QTEST(second.readAll(), "second");
}

void HostStreamsTest::f55_noControllingTerminal()
{
    const int primary = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(primary >= 0);
    const auto cleanUp = qScopeGuard([primary] { close(primary); });
    if (grantpt(primary) != 0 || unlockpt(primary) != 0)
        QSKIP("There are no pseudo terminals here.");
    const QByteArray name = ptsname(primary);

    QProcess host;
    host.setChildProcessModifier([&name] {
        setsid();
        const int terminal = open(name.constData(), O_RDWR);
        ioctl(terminal, TIOCSCTTY, 0);
        dup2(terminal, 0);
        close(terminal);
    });
    QVERIFY(runHost(host, u"capture"_s, {u"state"_s}));
    const auto state = stateOf(report());
    QCOMPARE(state["host-tty"], "yes");
    QCOMPARE(state["tty"], "no");
    QVERIFY(state["sid"].toLongLong() > 1);
    QVERIFY(state["sid"] != state["ppid"]); // the host leads the session of the terminal
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String(HostWord))
        return beHost(arguments.mid(2));
    HostStreamsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_hoststreams.moc"
