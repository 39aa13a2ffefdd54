// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/ordinaryuser.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QTest>

#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What root is never refused.
class UnprivilegedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f38_tinyPipes();
    void f42_folderThatMayNotBeSearched();
    void f51_directoryThatMayNotBeEntered();
    void f54_fileThatMayNotBeRead();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    OrdinaryUser m_ordinaryUser; // before the fixture, which starts a thread
    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

// Uses up the pages that a user may have in pipes; then a new one has two at most.
class UsedUpQuota final
{
public:
    UsedUpQuota()
    {
        for (int i = 0; i < 3000 && newPipeSize() > 8192; ++i) {
            if (!addPipe())
                return;
            for (int size = 1 << 20; size > 64 << 10; size /= 2) {
                if (fcntl(m_fds.back(), F_SETPIPE_SZ, size) >= 0)
                    break;
            }
        }
    }
    ~UsedUpQuota()
    {
        for (const int fd : m_fds)
            close(fd);
    }
    Q_DISABLE_COPY_MOVE(UsedUpQuota)

    static int newPipeSize()
    {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0)
            return -1;
        const int size = fcntl(ends[0], F_GETPIPE_SZ);
        close(ends[0]);
        close(ends[1]);
        return size;
    }

private:
    bool addPipe()
    {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0)
            return false;
        m_fds.insert(m_fds.end(), {ends[0], ends[1]});
        return true;
    }

    std::vector<int> m_fds;
};

void UnprivilegedTest::f38_tinyPipes()
{
    const UsedUpQuota quota;
    const int pipeSize = UsedUpQuota::newPipeSize();
    if (pipeSize <= 0 || pipeSize > 8192)
        QSKIP("The user's quota of pipe pages cannot be used up here.");

    QByteArray bytes;
    while (bytes.size() < 1000000)
        bytes += QByteArray::number(bytes.size()) + '\0';
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 10; ++i) {
        Command echo(testChild({u"echo"_s}));
        echo.setStandardInput(bytes);
        if (i % 2 == 1)
            echo.setMergedOutput(true);
        spies.emplace_back(spawner().aspawn(echo));
        spies.emplace_back(spawner().aspawn(testChildChain(
            {{u"write"_s, u"300000"_s, u"2"_s, u"e"_s}, {u"write"_s, u"300000"_s}})));
    }
    for (size_t i = 0; i < spies.size(); i += 2) {
        QVERIFY(spies[i].waitForGone());
        QVERIFY2(spies[i].result().isSuccess(), qPrintable(spies[i].result().errorString()));
        QVERIFY(spies[i].result().standardOutput == bytes);
        QVERIFY(spies[i + 1].waitForGone());
        QVERIFY(spies[i + 1].result().standardOutput == QByteArray(300000, 'x'));
        QVERIFY(spies[i + 1].result().standardError == QByteArray(300000, 'e'));
    }
}

void UnprivilegedTest::f42_folderThatMayNotBeSearched()
{
    QVERIFY(m_folder.makeFolder(u"closed"_s));
    QVERIFY(m_folder.writeScript(u"closed/program"_s, "exit 0"));
    QCOMPARE(chmod(m_folder.bytes(u"closed"_s).constData(), 0), 0);
    const CommandResult byPath = runCommand(spawner(), {m_folder.path(u"closed/program"_s)});
    Command inPath({u"program"_s});
    inPath.setEnvironmentBytes({"PATH=" + m_folder.bytes(u"closed"_s)});
    const CommandResult searched = runCommand(spawner(), inPath);
    QCOMPARE(chmod(m_folder.bytes(u"closed"_s).constData(), 0700), 0);
    QCOMPARE(byPath.error, Error::FailedToStart);
    QCOMPARE(byPath.stage, Stage::Exec);
    QCOMPARE(byPath.systemError, EACCES);
    QCOMPARE(searched.stage, Stage::Exec);
    QCOMPARE(searched.systemError, EACCES);
}

void UnprivilegedTest::f51_directoryThatMayNotBeEntered()
{
    QVERIFY(m_folder.makeFolder(u"locked"_s));
    QCOMPARE(chmod(m_folder.bytes(u"locked"_s).constData(), 0600), 0);
    Command command({u"true"_s});
    command.setWorkingDirectory(m_folder.path(u"locked"_s));
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(chmod(m_folder.bytes(u"locked"_s).constData(), 0700), 0);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Directory);
    QCOMPARE(result.systemError, EACCES);
    QVERIFY2(result.errorString().contains(m_folder.path(u"locked"_s)),
             qPrintable(result.errorString()));
    QVERIFY(runCommand(spawner(), command).isSuccess());
}

void UnprivilegedTest::f54_fileThatMayNotBeRead()
{
    QVERIFY(m_folder.write(u"unreadable"_s, "x", 0));
    Command command({u"cat"_s});
    command.setStandardInputFile(m_folder.path(u"unreadable"_s));
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Descriptor);
    QCOMPARE(result.systemError, EACCES);
    QVERIFY2(result.errorString().contains(m_folder.path(u"unreadable"_s)),
             qPrintable(result.errorString()));
}

QTEST_GUILESS_MAIN(UnprivilegedTest)
#include "tst_unprivileged.moc"
