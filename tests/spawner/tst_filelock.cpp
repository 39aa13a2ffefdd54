// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/filelock.h"

#include "common/forkedpeer.h"
#include "common/infork.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <deque>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using Spawn::FileLock;
using Spawn::SystemError;

static constexpr uid_t Nobody = 65534;

class FileLockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void locksAndReleases();
    void relativeToDirectory();
    void oneOfManyThreads();
    void oneOfManyProcesses();
    void oneAtATimeWhileFilesComeAndGo();
    void threadsWhileFilesComeAndGo();
    void freedWhenTheHolderIsKilled();
    void staleFileIsTakenOver_data();
    void staleFileIsTakenOver();
    void liveHolderWithoutKernelLock();
    void forkedCopyRemovesNothing();
    void executedProgramHasNoLock();
    void replacedFileIsNotRemoved();
    void squatterIsRefused_data();
    void squatterIsRefused();
    void foreignFileIsRefused();
    void noSuchDirectory();

private:
    QByteArray bytes() const { return m_folder->path().toLocal8Bit() + "/lock"; }
    QString path() const { return m_folder->filePath(u"lock"_s); }
    bool exists() const
    {
        struct stat status
        {
        };
        return lstat(bytes().constData(), &status) == 0;
    }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }
    bool write(const QByteArray &text) const
    {
        QFile file(path());
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void FileLockTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void FileLockTest::locksAndReleases()
{
    FileLock lock;
    QVERIFY(!lock.isHeld());
    QVERIFY(!lock.tryLock(bytes()));
    QVERIFY(lock.isHeld());
    QCOMPARE(content(), QByteArray::number(getpid()) + '\n');
    struct stat status
    {
    };
    QCOMPARE(stat(bytes().constData(), &status), 0);
    QCOMPARE(status.st_mode, mode_t(S_IFREG | 0600));

    FileLock second;
    const SystemError error = second.tryLock(bytes());
    QCOMPARE(error.number, EWOULDBLOCK);
    QVERIFY2(error.text.contains(u"Process %1 holds the lock \"%2\""_s.arg(getpid()).arg(path())),
             qPrintable(error.text));
    QVERIFY(!second.isHeld());
    second.release();
    QVERIFY(lock.isHeld());

    lock.release();
    QVERIFY(!lock.isHeld());
    QVERIFY(!exists());
    QVERIFY(!second.tryLock(bytes()));
}

void FileLockTest::relativeToDirectory()
{
    const Spawn::Wire::Descriptor directory(
        open(m_folder->path().toLocal8Bit().constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    {
        FileLock lock;
        QVERIFY(!lock.tryLock("lock", directory.get()));
        QVERIFY(exists());
        QCOMPARE(FileLock().tryLock(bytes()).number, EWOULDBLOCK);
    }
    QVERIFY(!exists());
}

void FileLockTest::oneOfManyThreads()
{
    std::deque<FileLock> locks(8);
    std::atomic<int> ready{0};
    std::atomic<int> held{0};
    std::vector<std::thread> threads;
    for (FileLock &lock : locks) {
        threads.emplace_back([&] {
            ++ready;
            while (ready < 8) { }
            if (!lock.tryLock(bytes()))
                ++held;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(held.load(), 1);
}

void FileLockTest::oneOfManyProcesses()
{
    QVERIFY(write("1 and something stale")); // not a number, so nobody's
    std::deque<ForkedPeer> peers;
    for (int i = 0; i < 8; ++i) {
        peers.emplace_back([this](ForkedPeer::Line &test) {
            FileLock lock;
            test.await();
            const SystemError error = lock.tryLock(bytes());
            test.tell(!error ? "held" : error.number == EWOULDBLOCK ? "refused" : "failed");
            test.await();
        });
    }
    for (const ForkedPeer &peer : peers)
        peer.go();
    QList<QByteArray> told;
    for (ForkedPeer &peer : peers) {
        QTRY_VERIFY(!peer.told().isEmpty());
        told += peer.told();
    }
    QCOMPARE(told.count("held"), 1);
    QCOMPARE(told.count("refused"), 7);
}

// Every release removes the file that others are about to lock.
void FileLockTest::oneAtATimeWhileFilesComeAndGo()
{
    const QByteArray inside = bytes() + ".inside";
    std::deque<ForkedPeer> peers;
    for (int i = 0; i < 4; ++i) {
        peers.emplace_back([&](ForkedPeer::Line &test) {
            int turns = 0;
            while (turns < 300) {
                FileLock lock;
                const SystemError error = lock.tryLock(bytes());
                if (error.number == EWOULDBLOCK)
                    continue;
                if (error) {
                    test.tell(error.text.toLocal8Bit());
                    return;
                }
                if (!lock.isHeld())
                    test.tell("a lock that the path does not name\n");
                const int fd = open(inside.constData(), O_CREAT | O_EXCL | O_CLOEXEC, 0600);
                if (fd < 0)
                    test.tell("two at a time\n");
                close(fd);
                unlink(inside.constData());
                ++turns;
            }
        });
    }
    for (ForkedPeer &peer : peers) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), 60000);
        QCOMPARE(peer.told(), QByteArray());
    }
    QVERIFY(!exists());
}

// In one process the number in a removed file does not tell that somebody else had it.
void FileLockTest::threadsWhileFilesComeAndGo()
{
    std::atomic<int> faults{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int turns = 0; turns < 1000;) {
                FileLock lock;
                const SystemError error = lock.tryLock(bytes());
                if (error.number == EWOULDBLOCK)
                    continue;
                if (error || !lock.isHeld())
                    ++faults;
                ++turns;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(faults.load(), 0);
}

void FileLockTest::freedWhenTheHolderIsKilled()
{
    ForkedPeer holder([this](ForkedPeer::Line &test) {
        FileLock lock;
        test.tell(lock.tryLock(bytes()) ? "refused" : "held");
        test.await();
    });
    QTRY_COMPARE(holder.told(), QByteArray("held"));
    FileLock lock;
    const SystemError error = lock.tryLock(bytes());
    QCOMPARE(error.number, EWOULDBLOCK);
    QVERIFY2(error.text.contains(u"Process %1 "_s.arg(holder.processId())), qPrintable(error.text));

    kill(holder.processId(), SIGKILL);
    // Not reaped, so that its number is still taken.
    QTRY_VERIFY(!lock.tryLock(bytes()));
    QCOMPARE(content(), QByteArray::number(getpid()) + '\n');
}

void FileLockTest::staleFileIsTakenOver_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("longAgo");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("garbage") << QByteArray(100, '\xff') << false;
    QTest::newRow("nobody's number") << QByteArray("4194999\n") << false;
    QTest::newRow("a number beyond all") << QByteArray("99999999999999999999\n") << false;
    QTest::newRow("negative") << QByteArray("-1\n") << false;
    QTest::newRow("our own number") << QByteArray::number(getpid()) + '\n' << false;
    QTest::newRow("a number that somebody else has by now") << QByteArray::number(getppid()) + '\n'
                                                            << true;
}

void FileLockTest::staleFileIsTakenOver()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, longAgo);
    QVERIFY(write(text));
    if (longAgo) {
        const timespec times[2] = {{1000000000, 0}, {1000000000, 0}}; // in 2001
        QCOMPARE(utimensat(AT_FDCWD, bytes().constData(), times, 0), 0);
    }
    FileLock lock;
    const SystemError error = lock.tryLock(bytes());
    QVERIFY2(!error, qPrintable(error.text));
    QCOMPARE(content(), QByteArray::number(getpid()) + '\n');
}

void FileLockTest::liveHolderWithoutKernelLock()
{
    ForkedPeer holder([](ForkedPeer::Line &test) { test.await(); });
    QVERIFY(write(QByteArray::number(holder.processId())));
    FileLock lock;
    const SystemError error = lock.tryLock(bytes());
    QCOMPARE(error.number, EWOULDBLOCK);
    QVERIFY2(error.text.contains(u"Process %1 "_s.arg(holder.processId())), qPrintable(error.text));
    QCOMPARE(content(), QByteArray::number(holder.processId()));
    holder.kill();
    QVERIFY(!lock.tryLock(bytes()));
}

void FileLockTest::forkedCopyRemovesNothing()
{
    auto lock = std::make_unique<FileLock>();
    QVERIFY(!lock->tryLock(bytes()));
    QCOMPARE(inFork([&]() -> QByteArray {
                 if (lock->isHeld())
                     return "the copy holds it";
                 lock.reset();
                 return exists() ? "" : "the copy removed it";
             }),
             QByteArray());
    QVERIFY(lock->isHeld());
    QCOMPARE(FileLock().tryLock(bytes()).number, EWOULDBLOCK);

    // As documented: one that lives on keeps the lock, but not the name.
    ForkedPeer copy([](ForkedPeer::Line &test) { test.await(); });
    lock.reset();
    QVERIFY(!FileLock().tryLock(bytes()));
}

void FileLockTest::executedProgramHasNoLock()
{
    FileLock lock;
    QVERIFY(!lock.tryLock(bytes()));
    // What a command of ours would have: all that is not closed by exec.
    const int flags = [&] {
        for (int fd = 3; fd < 100; ++fd) {
            char target[512];
            const QByteArray link = "/proc/self/fd/" + QByteArray::number(fd);
            const ssize_t size = readlink(link.constData(), target, sizeof target);
            if (size > 0 && QByteArray(target, size) == bytes())
                return fcntl(fd, F_GETFD);
        }
        return -1;
    }();
    QCOMPARE(flags, FD_CLOEXEC);
}

void FileLockTest::replacedFileIsNotRemoved()
{
    FileLock lock;
    QVERIFY(!lock.tryLock(bytes()));
    QCOMPARE(unlink(bytes().constData()), 0);
    QVERIFY(!lock.isHeld());
    FileLock other;
    QVERIFY(!other.tryLock(bytes()));
    lock.release();
    QVERIFY(exists());
    QVERIFY(other.isHeld());
}

void FileLockTest::squatterIsRefused_data()
{
    QTest::addColumn<QByteArray>("squatter");
    QTest::addColumn<int>("error");
    QTest::newRow("directory") << QByteArray("directory") << EISDIR;
    QTest::newRow("FIFO") << QByteArray("fifo") << EINVAL;
    QTest::newRow("symbolic link") << QByteArray("link") << ELOOP;
    QTest::newRow("dangling symbolic link") << QByteArray("dangling") << ELOOP;
    QTest::newRow("second name") << QByteArray("hardlink") << EMLINK;
}

void FileLockTest::squatterIsRefused()
{
    QFETCH(QByteArray, squatter);
    const QByteArray precious = m_folder->path().toLocal8Bit() + "/precious";
    QFile file(QFile::decodeName(precious));
    if (squatter != "dangling") {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
    }
    if (squatter == "directory")
        QCOMPARE(mkdir(bytes().constData(), 0700), 0);
    else if (squatter == "fifo")
        QCOMPARE(mkfifo(bytes().constData(), 0600), 0);
    else if (squatter == "hardlink")
        QCOMPARE(link(precious.constData(), bytes().constData()), 0);
    else
        QCOMPARE(symlink(precious.constData(), bytes().constData()), 0);
    FileLock lock;
    const SystemError error = lock.tryLock(bytes());
    QTEST(error.number, "error");
    QVERIFY2(error.text.contains(path()), qPrintable(error.text));
    QVERIFY(exists());
    if (squatter == "dangling") {
        QVERIFY(!file.exists());
    } else {
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
    }
}

void FileLockTest::foreignFileIsRefused()
{
    if (geteuid() != 0)
        QSKIP("Only root can make a file of another user's.");
    QVERIFY(write("1\n"));
    QCOMPARE(chown(bytes().constData(), Nobody, Nobody), 0);
    FileLock lock;
    SystemError error = lock.tryLock(bytes());
    QCOMPARE(error.number, EPERM);
    QVERIFY2(error.text.contains(u"\"%1\" belongs to user %2"_s.arg(path()).arg(Nobody)),
             qPrintable(error.text));
    QCOMPARE(content(), QByteArray("1\n"));

    // And the other way round, where everybody may write to the file.
    QCOMPARE(chown(bytes().constData(), 0, 0), 0);
    QCOMPARE(chmod(bytes().constData(), 0666), 0);
    QCOMPARE(chmod(m_folder->path().toLocal8Bit().constData(), 0777), 0);
    QCOMPARE(inFork([this]() -> QByteArray {
                 if (setgid(Nobody) != 0 || setuid(Nobody) != 0)
                     return "cannot become another user";
                 FileLock theirs;
                 const SystemError refusal = theirs.tryLock(bytes());
                 return refusal.number == EPERM ? QByteArray() : refusal.text.toLocal8Bit() + '!';
             }),
             QByteArray());
}

void FileLockTest::noSuchDirectory()
{
    FileLock lock;
    const SystemError error = lock.tryLock("/no/such/lock");
    QCOMPARE(error.number, ENOENT);
    QVERIFY2(error.text.contains(u"\"/no/such/lock\""_s), qPrintable(error.text));
}

QTEST_GUILESS_MAIN(FileLockTest)
#include "tst_filelock.moc"
