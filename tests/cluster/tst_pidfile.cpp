// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"

#include <cluster/pidfile.h>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

class PidFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void holdsOurNumberAndIsRemoved();
    void up15_liveOwner();
    void up15_liveOwnerThatKnowsNoLocks();
    void up15_deadOwner();
    void up15_recycledPid();
    void cannotBe_data();
    void cannotBe();

private:
    QString path() const { return m_folder.filePath(u"daemon.pid"_s); }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    void write(const QByteArray &text) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    SpawnerFixture m_fixture;
    const QTemporaryDir m_folder;
};

void PidFileTest::holdsOurNumberAndIsRemoved()
{
    {
        PidFile file(path());
        QCOMPARE(file.owner(), 0);
        QVERIFY2(file.tryLock(), qPrintable(file.errorString()));
        QVERIFY(file.tryLock());
        QVERIFY(file.isLocked());
        QCOMPARE(content().toLongLong(), getpid());
        QCOMPARE(file.owner(), getpid());
        file.unlock();
        QVERIFY(!QFile::exists(path()));
        QVERIFY(file.tryLock());
    }
    QVERIFY(!QFile::exists(path()));
}

void PidFileTest::up15_liveOwner()
{
    Command command(
        {HELLOSERVER, u"--port"_s, u"0"_s, u"--workers"_s, u"0"_s, u"--pid-file"_s, path()});
    CommandSpy other(m_fixture.spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(!content().isEmpty(), 20000);
    PidFile file(path());
    QVERIFY(!file.tryLock());
    QCOMPARE(file.owner(), other.processId());
    QCOMPARE(file.errorString(),
             u"%1: process %2 runs already"_s.arg(path()).arg(other.processId()));
    QCOMPARE(content().toLongLong(), other.processId());
    // And when it has gone without a word, it is ours.
    kill(static_cast<pid_t>(other.processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(other.isFinished(), 20000);
    QVERIFY(!content().isEmpty());
    QVERIFY2(file.tryLock(), qPrintable(file.errorString()));
    QCOMPARE(content().toLongLong(), getpid());
}

void PidFileTest::up15_liveOwnerThatKnowsNoLocks()
{
    CommandSpy other(m_fixture.spawner().aspawn({u"sleep"_s, u"1000"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(other.processId() != 0, 20000);
    // The file has to be younger than the process, by the clock of files.
    QTRY_VERIFY_WITH_TIMEOUT(
        (write(QByteArray::number(other.processId())), !PidFile(path()).tryLock()), 20000);
    other.reply()->kill();
    QTRY_VERIFY_WITH_TIMEOUT(other.isFinished(), 20000);
    QVERIFY(PidFile(path()).tryLock());
}

void PidFileTest::up15_deadOwner()
{
    const CommandResult ended = runCommand(m_fixture.spawner(), {u"true"_s});
    write(QByteArray::number(ended.processId) + '\n');
    PidFile file(path());
    QVERIFY2(file.tryLock(), qPrintable(file.errorString()));
    QCOMPARE(content().toLongLong(), getpid());
}

// The number is that of a living process, which is younger than the file.
void PidFileTest::up15_recycledPid()
{
    CommandSpy other(m_fixture.spawner().aspawn({u"sleep"_s, u"1000"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(other.processId() != 0, 20000);
    write(QByteArray::number(other.processId()));
    QFile old(path());
    QVERIFY(old.open(QIODevice::ReadWrite));
    QVERIFY(old.setFileTime(QDateTime::currentDateTime().addDays(-1), QFile::FileModificationTime));
    old.close();
    PidFile file(path());
    QVERIFY2(file.tryLock(), qPrintable(file.errorString()));
    QCOMPARE(content().toLongLong(), getpid());
    other.reply()->kill();
    QTRY_VERIFY_WITH_TIMEOUT(other.isFinished(), 20000);
}

void PidFileTest::cannotBe_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("a folder that is not there") << u"/no/such/folder/pid"_s;
    QTest::newRow("a folder") << u"/proc"_s;
    QTest::newRow("no name") << QString();
}

void PidFileTest::cannotBe()
{
    QFETCH(QString, path);
    PidFile file(path);
    QVERIFY(!file.tryLock());
    QVERIFY(!file.errorString().isEmpty());
    QVERIFY(!file.isLocked());
    QCOMPARE(file.owner(), 0);
}

QTEST_GUILESS_MAIN(PidFileTest)

#include "tst_pidfile.moc"
