// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What a command finds: its directory, its descriptors, its signals.
class ExecEnvironmentTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f44_inheritedMaskAndIgnoredSignals_data();
    void f44_inheritedMaskAndIgnoredSignals();
    void f51_directoryThatCannotBeEntered_data();
    void f51_directoryThatCannotBeEntered();
    void f51_directoryRemovedWhileRunning();
    void f51_applicationsDirectoryRemoved();
    void f51_helperPinsNoDirectory();
    void f53_exactlyTheStandardDescriptors_data();
    void f53_exactlyTheStandardDescriptors();
    void f54_extraDescriptors_data();
    void f54_extraDescriptors();
    void f54_closedDescriptorIsNamed();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

void ExecEnvironmentTest::initTestCase()
{
    QVERIFY(m_folder.write(u"file"_s, "x"));
    QVERIFY(m_folder.link("circle", u"circle"_s));
    QVERIFY(m_folder.link("nothing", u"dangling"_s));
}

// All signals blocked and ignored, as long as it lives.
class HostileSignals final
{
public:
    HostileSignals()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &m_mask);
        for (int number = 1; number < NSIG; ++number) {
            struct sigaction ignore
            {
            };
            ignore.sa_handler = SIG_IGN;
            sigaction(number, &ignore, &m_actions[static_cast<size_t>(number)]);
        }
    }
    ~HostileSignals()
    {
        for (int number = 1; number < NSIG; ++number)
            sigaction(number, &m_actions[static_cast<size_t>(number)], nullptr);
        pthread_sigmask(SIG_SETMASK, &m_mask, nullptr);
    }
    Q_DISABLE_COPY_MOVE(HostileSignals)

private:
    sigset_t m_mask{};
    std::array<struct sigaction, NSIG> m_actions{};
};

void ExecEnvironmentTest::f44_inheritedMaskAndIgnoredSignals_data()
{
    QTest::addColumn<bool>("helperIsThere");
    QTest::addColumn<bool>("detached");
    QTest::newRow("before the helper is started") << false << false;
    QTest::newRow("while the helper runs") << true << false;
    QTest::newRow("a detached command") << false << true;
}

void ExecEnvironmentTest::f44_inheritedMaskAndIgnoredSignals()
{
    QFETCH(bool, helperIsThere);
    QFETCH(bool, detached);
    if (helperIsThere)
        QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QMap<QByteArray, QByteArray> state;
    {
        const HostileSignals hostile;
        Command command(testChild({u"state"_s}));
        command.setDetached(detached);
        CommandSpy spy(spawner().aspawn(command));
        QVERIFY(spy.waitForGone());
        // With SIGCHLD ignored nobody may be able to tell the exit status, but the output is there.
        state = stateOf(spy.result().standardOutput);
        QVERIFY(spy.result().isSuccess() || spy.result().error == Error::StatusUnknown);
    }
    QVERIFY(state.contains("blocked"));
    QCOMPARE(state["blocked"], "");
    QCOMPARE(state["ignored"], "");
}

void ExecEnvironmentTest::f51_directoryThatCannotBeEntered_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<int>("systemError");

    QTest::newRow("missing") << m_folder.path(u"missing"_s) << ENOENT;
    QTest::newRow("missing and relative") << u"missing/folder"_s << ENOENT;
    QTest::newRow("a dangling link") << m_folder.path(u"dangling"_s) << ENOENT;
    QTest::newRow("a file") << m_folder.path(u"file"_s) << ENOTDIR;
    QTest::newRow("below a file") << m_folder.path(u"file/folder"_s) << ENOTDIR;
    QTest::newRow("a link to itself") << m_folder.path(u"circle"_s) << ELOOP;
    QTest::newRow("a name that is too long") << m_folder.path(QString(256, u'x')) << ENAMETOOLONG;
}

void ExecEnvironmentTest::f51_directoryThatCannotBeEntered()
{
    QFETCH(QString, directory);
    QFETCH(int, systemError);
    Command command({u"true"_s});
    command.setWorkingDirectory(directory);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Directory);
    QCOMPARE(result.systemError, systemError);
    QCOMPARE(result.processId, 0);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(
        result.errorString(),
        u"cannot enter the directory \"%1\": %2"_s.arg(directory, qt_error_string(systemError)));
}

void ExecEnvironmentTest::f51_directoryRemovedWhileRunning()
{
    QVERIFY(m_folder.makeFolder(u"gone"_s));
    Command command(testChildChain({{u"read-then-exit"_s, u"1"_s}, {u"writestd"_s, u"ran"_s}}));
    command.setWorkingDirectory(m_folder.path(u"gone"_s));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandSpy spy(spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    QVERIFY(QDir().rmdir(m_folder.path(u"gone"_s)));
    spy.reply()->write("x");
    QVERIFY(spy.waitForGone());
    QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
    QCOMPARE(spy.result().standardOutput, "ran");
}

void ExecEnvironmentTest::f51_applicationsDirectoryRemoved()
{
    const QString before = QDir::currentPath();
    const auto cleanUp = qScopeGuard([&before] { QDir::setCurrent(before); });
    QVERIFY(m_folder.makeFolder(u"own"_s));
    QVERIFY(QDir::setCurrent(m_folder.path(u"own"_s)));
    QVERIFY(QDir().rmdir(m_folder.path(u"own"_s)));

    const CommandResult absolute = runCommand(spawner(), testChild({u"exit"_s, u"4"_s}));
    QVERIFY2(absolute.exitCode == 4, qPrintable(absolute.errorString()));
    QCOMPARE(runCommand(spawner(), {u"echo"_s, u"x"_s}).standardOutput, "x\n");
    const CommandResult relative = runCommand(spawner(), {u"./testchild"_s});
    QCOMPARE(relative.stage, Stage::Exec);
    QCOMPARE(relative.systemError, ENOENT);
    Command elsewhere(testChild({u"cwd"_s}));
    elsewhere.setWorkingDirectory(u"/"_s);
    QCOMPARE(runCommand(spawner(), elsewhere).standardOutput, "/");
    elsewhere.setWorkingDirectory(u"folder"_s);
    const CommandResult nowhere = runCommand(spawner(), elsewhere);
    QCOMPARE(nowhere.stage, Stage::Directory);
    QCOMPARE(nowhere.systemError, ENOENT);
}

void ExecEnvironmentTest::f51_helperPinsNoDirectory()
{
    const QString before = QDir::currentPath();
    const auto cleanUp = qScopeGuard([&before] { QDir::setCurrent(before); });
    QVERIFY(QDir::setCurrent(m_folder.path()));
    QCOMPARE(runCommand(spawner(), testChild({u"cwd"_s})).standardOutput,
             QFile::encodeName(QDir::currentPath()));
    const QString link = u"/proc/%1/cwd"_s.arg(spawner().helperProcessId());
    QCOMPARE(QFile::symLinkTarget(link), u"/"_s);
}

// As a careless library in the application would open them.
class CarelessDescriptors final
{
public:
    explicit CarelessDescriptors(const QByteArray &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = path.left(static_cast<qsizetype>(sizeof address.sun_path) - 1);
        memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
        m_fds.push_back(socket(AF_UNIX, SOCK_STREAM, 0));
        m_isListening = bind(m_fds[0], reinterpret_cast<sockaddr *>(&address), sizeof address) == 0
            && listen(m_fds[0], 5) == 0;
        while (m_fds.size() < 500)
            m_fds.push_back(open("/dev/zero", O_RDONLY)); // NOLINT: not close-on-exec on purpose
        unlink(name.constData());
    }
    ~CarelessDescriptors()
    {
        for (const int fd : m_fds)
            close(fd);
    }
    Q_DISABLE_COPY_MOVE(CarelessDescriptors)

    bool isListening() const { return m_isListening && m_fds.back() >= 0; }
    int listener() const { return m_fds[0]; }

private:
    std::vector<int> m_fds;
    bool m_isListening = false;
};

void ExecEnvironmentTest::f53_exactlyTheStandardDescriptors_data()
{
    QTest::addColumn<bool>("helperIsThere");
    QTest::addColumn<bool>("withExtras");
    QTest::newRow("opened before the helper is started") << false << false;
    QTest::newRow("opened while the helper runs") << true << false;
    QTest::newRow("and those that are passed on") << false << true;
}

void ExecEnvironmentTest::f53_exactlyTheStandardDescriptors()
{
    QFETCH(bool, helperIsThere);
    QFETCH(bool, withExtras);
    if (helperIsThere)
        QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    const CarelessDescriptors careless(m_folder.bytes(u"socket"_s));
    QVERIFY(careless.isListening());
    Command command(testChild({u"fds"_s}));
    QList<int> expected{0, 1, 2};
    if (withExtras) {
        command.setDescriptor(3, careless.listener());
        command.setDescriptor(77, careless.listener());
        expected += {3, 77};
    }
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    const QMap<int, QByteArray> descriptors = descriptorsOf(result.standardOutput);
    QCOMPARE(descriptors.keys(), expected);
    QCOMPARE(descriptors[0], "/dev/null");
    QVERIFY(descriptors[1].startsWith("pipe:"));
    QVERIFY(descriptors[2].startsWith("pipe:"));
    QVERIFY(descriptors[1] != descriptors[2]);

    // A listening socket in the helper would keep a port in use that the application has closed.
    const QDir folder(u"/proc/%1/fd"_s.arg(spawner().helperProcessId()));
    const QStringList entries = folder.entryList(QDir::Files | QDir::System);
    for (const QString &entry : entries) {
        const QString target = QFile::symLinkTarget(folder.filePath(entry));
        QVERIFY2(!target.contains("/dev/zero"_L1), qPrintable(target));
    }
    QVERIFY2(entries.size() < 20, qPrintable(entries.join(u' ')));
}

void ExecEnvironmentTest::f54_extraDescriptors_data()
{
    QTest::addColumn<QList<int>>("numbers"); // in the child
    QTest::newRow("one") << QList<int>{3};
    QTest::newRow("two") << QList<int>{3, 4};
    QTest::newRow("two the other way round") << QList<int>{4, 3};
    QTest::newRow("far away") << QList<int>{900, 3, 500};
    QTest::newRow("where the helper has its own") << QList<int>{5, 4, 3, 9, 8, 7, 6, 10, 12, 11};
    QTest::newRow("descending") << QList<int>{40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28,
                                              27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15,
                                              14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3};
}

void ExecEnvironmentTest::f54_extraDescriptors()
{
    QFETCH(QList<int>, numbers);
    // Each number names a file of its own, and the one behind the last the first file once more.
    QStringList argv{testChildProgram(), u"chain"_s};
    QByteArray expected;
    std::vector<int> fds;
    for (const int number : numbers) {
        const QString name = u"descriptor-%1"_s.arg(number);
        QVERIFY(m_folder.write(name, "file " + QByteArray::number(number) + '\n'));
        fds.push_back(open(m_folder.bytes(name).constData(), O_RDONLY | O_CLOEXEC));
        QVERIFY(fds.back() >= 0);
        argv += {u"read-fd"_s, QString::number(number), u"--"_s};
        expected += "file " + QByteArray::number(number) + '\n';
    }
    argv += {u"fds"_s};
    Command command(argv);
    for (qsizetype i = 0; i < numbers.size(); ++i)
        command.setDescriptor(numbers[i], fds[static_cast<size_t>(i)]);
    const int twin = *std::max_element(numbers.begin(), numbers.end()) + 1;
    command.setDescriptor(twin, fds[0]);
    for (const int fd : fds)
        close(fd); // duplicated at once

    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QVERIFY2(result.standardOutput.startsWith(expected), result.standardOutput.constData());
    const auto open = descriptorsOf(result.standardOutput.mid(expected.size()));
    QCOMPARE(open.size(), 3 + numbers.size() + 1);
    QCOMPARE(open[twin], open[numbers[0]]);
}

void ExecEnvironmentTest::f54_closedDescriptorIsNamed()
{
    const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    QVERIFY(fd >= 0);
    close(fd);
    Command command({u"true"_s});
    command.setDescriptor(7, fd);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Descriptor);
    QCOMPARE(result.systemError, EBADF);
    QVERIFY2(result.errorString().contains("descriptor 7"_L1), qPrintable(result.errorString()));

    Command file({u"true"_s});
    file.setStandardInputFile(m_folder.path(u"missing"_s));
    const CommandResult missing = runCommand(spawner(), file);
    QCOMPARE(missing.stage, Stage::Descriptor);
    QCOMPARE(missing.systemError, ENOENT);
    QVERIFY2(missing.errorString().contains(m_folder.path(u"missing"_s)),
             qPrintable(missing.errorString()));
}

QTEST_GUILESS_MAIN(ExecEnvironmentTest)
#include "tst_execenvironment.moc"
