// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QDir>
#include <QtTest/QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// A helper as an application starts it: what it has, and what it has not.
class HelperProcessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void s1_socketsHaveNoName();
    void s6_isApartFromTheApplication();
    void s6_standardStreams();
    void s7_hasNoEnvironment();
    void s10_hasOnlyItsOwnDescriptors();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    QMap<int, QString> descriptors() const;

    SpawnerFixture m_fixture;
    qint64 m_helper = 0;
};

void HelperProcessTest::init()
{
    m_fixture.begin();
    // What would change it, if it were passed on.
    qputenv("LD_LIBRARY_PATH", "/nonexistent");
    qputenv("LD_AUDIT", "/nonexistent/audit.so");
    qputenv("GLIBC_TUNABLES", "glibc.malloc.check=3");
    qputenv("LC_ALL", "tlh_QO");
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Running,
                              CommandSpy::Patience);
    m_helper = spawner().helperProcessId();
}

void HelperProcessTest::cleanup()
{
    for (const char *const name : {"LD_LIBRARY_PATH", "LD_AUDIT", "GLIBC_TUNABLES", "LC_ALL"})
        qunsetenv(name);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience);
}

QMap<int, QString> HelperProcessTest::descriptors() const
{
    QMap<int, QString> result;
    const QDir folder(u"/proc/%1/fd"_s.arg(m_helper));
    const QStringList names
        = folder.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        char target[256];
        const ssize_t size
            = readlink(QFile::encodeName(folder.filePath(name)).constData(), target, sizeof target);
        if (size > 0)
            result.insert(name.toInt(), QString::fromLocal8Bit(target, size));
    }
    return result;
}

// There is no path, and no abstract name: nobody else can connect.
void HelperProcessTest::s1_socketsHaveNoName()
{
    const QMap<int, QString> fds = descriptors();
    QFile table(u"/proc/%1/net/unix"_s.arg(m_helper));
    QVERIFY(table.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const int fd : {3, 4}) {
        const QByteArray inode = fds.value(fd).section(u'[', 1).section(u']', 0, 0).toLatin1();
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const QByteArray &text) {
            return text.simplified().split(' ').value(6) == inode;
        });
        QVERIFY(line != lines.end());
        QCOMPARE(line->simplified().split(' ').size(), 7); // an eighth word would be its name
    }
}

void HelperProcessTest::s6_isApartFromTheApplication()
{
    const auto pid = static_cast<pid_t>(m_helper);
    QCOMPARE(getsid(pid), pid);
    QCOMPARE(getpgid(pid), pid);
    QCOMPARE(QFile::symLinkTarget(u"/proc/%1/cwd"_s.arg(pid)), u"/"_s);
    rlimit core{1, 1};
    QCOMPARE(prlimit(pid, RLIMIT_CORE, nullptr, &core), 0);
    QCOMPARE(core.rlim_cur, rlim_t{0});
    // Set-id commands work as they do without it.
    QVERIFY(processFile(m_helper, "status").contains("NoNewPrivs:\t0"));
}

void HelperProcessTest::s6_standardStreams()
{
    const QMap<int, QString> fds = descriptors();
    QCOMPARE(fds.value(0), u"/dev/null"_s);
    QCOMPARE(fds.value(1), u"/dev/null"_s);
    QVERIFY2(fds.value(2).startsWith(u"pipe:"_s), qPrintable(fds.value(2)));
}

void HelperProcessTest::s7_hasNoEnvironment()
{
    QCOMPARE(processFile(m_helper, "environ"), QByteArray());
    QCOMPARE(processFile(m_helper, "cmdline"), QByteArray("asyncspawner-helper\0", 20));
    // And the commands have what the application has.
    const CommandResult result = runCommand(spawner(), {u"printenv"_s, u"LC_ALL"_s});
    QCOMPARE(result.standardOutput, "tlh_QO\n");
}

void HelperProcessTest::s10_hasOnlyItsOwnDescriptors()
{
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0); // which this process passes on
    AsyncSpawner later;
    QVERIFY(runCommand(later, {u"true"_s}).isSuccess());
    m_helper = later.helperProcessId();
    const QMap<int, QString> fds = descriptors();
    close(ends[0]);
    close(ends[1]);
    QVERIFY(fds.value(5).contains(u"asyncspawner-ledger"_s));
    int sockets = 0;
    for (const QString &target : fds)
        sockets += target.startsWith(u"socket:"_s) ? 1 : 0;
    QCOMPARE(sockets, 2);
    QVERIFY2(fds.size() <= 10, qPrintable(QStringList(fds.values()).join(u' ')));
}

QTEST_GUILESS_MAIN(HelperProcessTest)
#include "tst_helperprocess.moc"
