// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "monitoring/monitorsocket.h"

#include "common/forkedpeer.h"
#include "common/infork.h"
#include "common/leftovers.h"
#include "monitoring/runtimefolder.h"
#include "monitoring/targetdescription.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <ctime>
#include <deque>
#include <sys/resource.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Wire::Descriptor;

class MonitorSocketTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void listensUntilItIsClosed();
    void modesWhateverTheUmask();
    void handsOverConnections();
    void closedByItsOwnCallback();
    void forkedCopyRemovesNothing();
    void unusableNames();

    void f40_thousandConnections();
    void f40_placesAreFreed();
    void f40_floodWithoutDescriptors();
    void f40_shortageWithoutReserve();
    void f87_secondUser();
    void f89_socketOfAKilledProcess();
    void f89_liveOneIsNotStolen();
    void f89_liveOneThatLostItsLock();
    void f90_squatter_data();
    void f90_squatter();
    void f91_pathTooLong();

private:
    SystemError listen(MonitorSocket &socket, const QByteArray &stem = "app.7") const
    {
        SocketDirectory directory;
        if (SystemError error = directory.open())
            return error;
        return socket.listen(std::move(directory), TargetNames(stem), u"App"_s);
    }
    MonitorSocket::Accepted keep()
    {
        return [this](Descriptor connection) {
            m_accepted.push_back(std::move(connection));
        };
    }
    QByteArray path() const { return m_runtime->inside("app.7.socket"); }
    QList<QByteArray> names() const
    {
        SocketDirectory directory;
        (void)directory.open();
        return directory.names();
    }

    std::unique_ptr<RuntimeFolder> m_runtime;
    std::unique_ptr<Leftovers> m_leftovers;
    std::deque<Descriptor> m_accepted;
};

// Connects that often one after the other, keeps all, and tells "<left open>/<failed to connect>"
// once all the others are closed.
class Crowd final
{
public:
    Crowd(const QByteArray &path, int size, int expectedOpen)
        : m_peer([=](ForkedPeer::Line &test) {
              rlimit files{};
              getrlimit(RLIMIT_NOFILE, &files);
              files.rlim_cur = files.rlim_max;
              setrlimit(RLIMIT_NOFILE, &files);
              test.await();
              int failed = 0;
              std::vector<int> fds;
              for (int i = 0; i < size; ++i) {
                  const int fd = connectTo(path);
                  if (fd < 0)
                      ++failed;
                  else
                      fds.push_back(fd);
              }
              int open = 0;
              for (const int fd : fds)
                  open += isClosed(fd, open < expectedOpen ? 0 : 5000) ? 0 : 1;
              test.tell(QByteArray::number(open) + '/' + QByteArray::number(failed));
              test.await();
          })
    {
    }
    void go() const { m_peer.go(); }
    bool hasTold() { return !m_peer.told().isEmpty(); }
    QByteArray told() { return m_peer.told(); }

private:
    ForkedPeer m_peer;
};

static int descriptorCount()
{
    int count = 0;
    for (int fd = 0; fd < 1024; ++fd)
        count += fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
    return count;
}

static qint64 usedMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
}

// Another soft limit, until the end of the block.
class FileLimit final
{
public:
    explicit FileLimit(rlim_t value)
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit limit{value, m_before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~FileLimit() { setrlimit(RLIMIT_NOFILE, &m_before); }
    Q_DISABLE_COPY_MOVE(FileLimit)

private:
    rlimit m_before{};
};

void MonitorSocketTest::init()
{
    m_runtime = std::make_unique<RuntimeFolder>();
    m_leftovers = std::make_unique<Leftovers>();
}

void MonitorSocketTest::cleanup()
{
    m_accepted.clear();
    QTRY_COMPARE(m_leftovers->check(), QString());
    m_leftovers.reset();
    m_runtime.reset();
}

void MonitorSocketTest::listensUntilItIsClosed()
{
    MonitorSocket socket(keep());
    QVERIFY(!socket.isListening());
    QCOMPARE(socket.path(), QString());
    const SystemError error = listen(socket);
    QVERIFY2(!error, qPrintable(error.text));
    QVERIFY(socket.isListening());
    QCOMPARE(QFile::encodeName(socket.path()), path());
    QCOMPARE(names(), (QList<QByteArray>{"app.7.json", "app.7.lock", "app.7.socket"}));

    SocketDirectory directory;
    QVERIFY(!directory.open());
    TargetDescription description;
    QVERIFY(!description.read(directory, TargetNames("app.7")));
    QCOMPARE(description.name, u"App"_s);
    QVERIFY(description.isAlive());

    socket.close();
    QVERIFY(!socket.isListening());
    QCOMPARE(names(), QList<QByteArray>());
    QVERIFY(!listen(socket));
    QVERIFY(!listen(socket, "other.7")); // instead of the first
    QCOMPARE(names(), (QList<QByteArray>{"other.7.json", "other.7.lock", "other.7.socket"}));
    {
        MonitorSocket second(keep());
        QVERIFY(!listen(second));
        QCOMPARE(names().size(), 6);
    }
    QCOMPARE(names().size(), 3);
}

void MonitorSocketTest::modesWhateverTheUmask()
{
    for (const mode_t mask : {mode_t(0), mode_t(0277)}) {
        QCOMPARE(inFork([&]() -> QByteArray {
                     umask(mask);
                     MonitorSocket socket(keep());
                     if (const SystemError error = listen(socket))
                         return error.text.toLocal8Bit();
                     return modeOf(path()) == (S_IFSOCK | 0600)
                             && modeOf(m_runtime->inside("app.7.json")) == (S_IFREG | 0600)
                             && (modeOf(m_runtime->inside("app.7.lock")) & 0177) == 0
                             && modeOf(m_runtime->inside()) == (S_IFDIR | 0700)
                         ? ""
                         : "other modes";
                 }),
                 QByteArray());
    }
}

void MonitorSocketTest::handsOverConnections()
{
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    const Descriptor client(connectTo(path()));
    QVERIFY(client);
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    QCOMPARE(socket.connectionCount(), 1);
    const int fd = m_accepted.front().get();
    QCOMPARE(fcntl(fd, F_GETFD), FD_CLOEXEC);
    QVERIFY((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    QCOMPARE(write(client.get(), "hello", 5), 5);
    char text[8];
    QCOMPARE(read(fd, text, sizeof text), 5);

    socket.close();
    QVERIFY(!isClosed(client.get())); // not its business any more
    m_accepted.clear();
    QVERIFY(isClosed(client.get()));
}

void MonitorSocketTest::closedByItsOwnCallback()
{
    int count = 0;
    MonitorSocket *listening = nullptr;
    MonitorSocket socket([&](Descriptor) {
        ++count;
        listening->close();
    });
    listening = &socket;
    QVERIFY(!listen(socket));
    const Descriptor first(connectTo(path()));
    const Descriptor second(connectTo(path()));
    QTRY_VERIFY(isClosed(first.get()) && isClosed(second.get()));
    QCOMPARE(count, 1);
    QVERIFY(!socket.isListening());
    QCOMPARE(names(), QList<QByteArray>());
}

void MonitorSocketTest::forkedCopyRemovesNothing()
{
    auto socket = std::make_unique<MonitorSocket>(keep());
    QVERIFY(!listen(*socket));
    QCOMPARE(inFork([&]() -> QByteArray {
                 // Its notifier is the parent's: only what close() does to the files counts.
                 socket->close();
                 return {};
             }),
             QByteArray());
    QCOMPARE(names(), (QList<QByteArray>{"app.7.json", "app.7.lock", "app.7.socket"}));
    const Descriptor client(connectTo(path()));
    QVERIFY(client);
    QTRY_COMPARE(m_accepted.size(), size_t(1));
}

void MonitorSocketTest::unusableNames()
{
    MonitorSocket socket(keep());
    for (const QByteArray &stem : {QByteArray(), "../x"_qba, ".x"_qba, QByteArray(200, 'x')}) {
        QCOMPARE(listen(socket, stem).number, EINVAL);
        QVERIFY(!socket.isListening());
    }
    QCOMPARE(socket.listen(SocketDirectory(), TargetNames("app"), u"App"_s).number, EBADF);
    QCOMPARE(names(), QList<QByteArray>());
}

void MonitorSocketTest::f40_thousandConnections()
{
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    const int before = descriptorCount();
    int most = 0;
    Crowd crowd(path(), 1000, MonitorSocket::MaximumConnections);
    crowd.go();
    QTRY_VERIFY_WITH_TIMEOUT((most = std::max(most, descriptorCount() - before), crowd.hasTold()),
                             Patience);
    QCOMPARE(crowd.told(), "8/0"_qba);
    QCOMPARE(socket.connectionCount(), 8);
    QCOMPARE(m_accepted.size(), size_t(8));
    QVERIFY2(most <= 8 + 2, qPrintable(QString::number(most))); // the pipes of the crowd

    // And it listens as before.
    m_accepted.clear();
    for (int i = 0; i < 8; ++i)
        socket.connectionClosed();
    const Descriptor client(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    QVERIFY(!isClosed(client.get()));
}

void MonitorSocketTest::f40_placesAreFreed()
{
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    std::deque<Descriptor> clients;
    for (int i = 0; i < MonitorSocket::MaximumConnections; ++i)
        clients.emplace_back(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(8));
    const Descriptor tooMany(connectTo(path()));
    QTRY_VERIFY(isClosed(tooMany.get()));

    m_accepted.pop_front();
    socket.connectionClosed();
    const Descriptor next(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(8));
    QVERIFY(!isClosed(next.get()));
    const Descriptor again(connectTo(path()));
    QTRY_VERIFY(isClosed(again.get()));

    for (int i = 0; i < 100; ++i) // told too often it does not let in more
        socket.connectionClosed();
    QCOMPARE(socket.connectionCount(), 0);
}

void MonitorSocketTest::f40_floodWithoutDescriptors()
{
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    Crowd crowd(path(), 200, 0);
    {
        const FileLimit limit(64);
        std::deque<Descriptor> fillers;
        for (;;) {
            Descriptor filler(fcntl(0, F_DUPFD_CLOEXEC, 0));
            if (!filler)
                break;
            fillers.push_back(std::move(filler));
        }
        QCOMPARE(errno, EMFILE);
        crowd.go();
        QTRY_VERIFY_WITH_TIMEOUT(crowd.hasTold(), Patience);
        QCOMPARE(crowd.told(), "0/0"_qba); // all were accepted, and told to go
        QVERIFY(m_accepted.empty());
        QVERIFY(socket.isListening());
        // The reserve is back: nothing has become free.
        QCOMPARE(fcntl(0, F_DUPFD_CLOEXEC, 0), -1);
    }
    const Descriptor client(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    QVERIFY(!isClosed(client.get()));
}

void MonitorSocketTest::f40_shortageWithoutReserve()
{
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    const Descriptor client(connectTo(path()));
    {
        // Below every number, that of the reserve too: to give it up is of no use.
        const FileLimit limit(3);
        const qint64 before = usedMilliseconds();
        QElapsedTimer time;
        time.start();
        QTRY_VERIFY(time.elapsed() > 1000);
        const qint64 used = usedMilliseconds() - before;
        QVERIFY2(used < 400, qPrintable(u"%1 ms of 1000"_s.arg(used)));
        QVERIFY(m_accepted.empty());
        QVERIFY(!isClosed(client.get()));
    }
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    const Descriptor next(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(2));
}

void MonitorSocketTest::f87_secondUser()
{
    if (geteuid() != 0)
        QSKIP("Only root can become another user.");
    MonitorSocket socket(keep());
    QVERIFY(!listen(socket));
    const QSignalSpy refused(&socket, &MonitorSocket::refused);
    QCOMPARE(chmod(m_runtime->bytes().constData(), 0755), 0);
    ForkedPeer second([this](ForkedPeer::Line &test) {
        if (setgid(Nobody) != 0 || setuid(Nobody) != 0)
            test.tell("cannot become another user");
        test.tell(connectTo(path()) == -EACCES ? "kept out" : "let in");
        test.await();
        int turnedAway = 0;
        for (int i = 0; i < 5; ++i) {
            const int fd = connectTo(path());
            turnedAway += fd >= 0 && isClosed(fd, 5000) ? 1 : 0;
        }
        test.tell(", " + QByteArray::number(turnedAway) + " turned away");
        test.await();
    });
    QTRY_COMPARE(second.told(), "kept out"_qba);

    QCOMPARE(chmod(m_runtime->inside().constData(), 0755), 0);
    QCOMPARE(chmod(path().constData(), 0666), 0);
    second.go();
    QTRY_COMPARE_WITH_TIMEOUT(second.told(), "kept out, 5 turned away"_qba, Patience);
    QVERIFY(m_accepted.empty());
    QCOMPARE(socket.connectionCount(), 0);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused.at(0).at(0).toUInt(), uint(Nobody));

    const Descriptor client(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    QCOMPARE(refused.size(), 1);
}

void MonitorSocketTest::f89_socketOfAKilledProcess()
{
    ForkedPeer application([this](ForkedPeer::Line &test) {
        MonitorSocket socket(keep());
        test.tell(listen(socket) ? "failed" : "listens");
        test.await();
    });
    QTRY_COMPARE(application.told(), "listens"_qba);
    application.kill();
    QCOMPARE(names(), (QList<QByteArray>{"app.7.json", "app.7.lock", "app.7.socket"}));
    QCOMPARE(connectTo(path()), -ECONNREFUSED);

    MonitorSocket socket(keep());
    const SystemError error = listen(socket);
    QVERIFY2(!error, qPrintable(error.text));
    const Descriptor client(connectTo(path()));
    QTRY_COMPARE(m_accepted.size(), size_t(1));
    SocketDirectory directory;
    QVERIFY(!directory.open());
    TargetDescription description;
    QVERIFY(!description.read(directory, TargetNames("app.7")));
    QCOMPARE(description.processId, qint64(getpid()));
}

void MonitorSocketTest::f89_liveOneIsNotStolen()
{
    ForkedPeer application([this](ForkedPeer::Line &test) {
        MonitorSocket socket(keep());
        test.tell(listen(socket) ? "failed" : "listens");
        test.await();
    });
    QTRY_COMPARE(application.told(), "listens"_qba);
    const QByteArray description = fileContent(m_runtime->inside("app.7.json"));
    for (const int signalNumber : {0, SIGSTOP}) {
        kill(application.processId(), signalNumber);
        MonitorSocket socket(keep());
        const SystemError error = listen(socket);
        QCOMPARE(error.number, EWOULDBLOCK);
        QVERIFY2(error.text.contains(QFile::decodeName(path()))
                     && error.text.contains(u"Process %1 "_s.arg(application.processId())),
                 qPrintable(error.text));
        QVERIFY(!socket.isListening());
    }
    QCOMPARE(fileContent(m_runtime->inside("app.7.json")), description);
    QVERIFY(Descriptor(connectTo(path())));
}

// As when somebody tidies up the temporary files.
void MonitorSocketTest::f89_liveOneThatLostItsLock()
{
    MonitorSocket live(keep());
    QVERIFY(!listen(live));
    QCOMPARE(unlink(m_runtime->inside("app.7.lock").constData()), 0);
    MonitorSocket second(keep());
    const SystemError error = listen(second);
    QCOMPARE(error.number, EADDRINUSE);
    QVERIFY2(error.text.contains(QFile::decodeName(path())), qPrintable(error.text));
    QCOMPARE(names(), (QList<QByteArray>{"app.7.json", "app.7.socket"}));
    QVERIFY(Descriptor(connectTo(path())));
}

void MonitorSocketTest::f90_squatter_data()
{
    QTest::addColumn<QByteArray>("suffix");
    QTest::addColumn<QByteArray>("squatter");
    QTest::addColumn<int>("error");
    for (const QByteArray &suffix : {"lock"_qba, "socket"_qba, "json"_qba}) {
        const bool isLock = suffix == "lock";
        const auto row = [&](const QByteArray &squatter, int error) {
            QTest::addRow("%s: %s", suffix.constData(), squatter.constData())
                << suffix << squatter << error;
        };
        row("directory", isLock ? EISDIR : EEXIST);
        row("link", isLock ? ELOOP : EEXIST);
        row("dangling", isLock ? ELOOP : EEXIST);
        row("fifo", isLock ? EINVAL : EEXIST);
        row("foreign", EPERM);
        if (suffix == "socket")
            row("file", EEXIST);
        else
            row("socket", isLock ? ENXIO : EEXIST);
    }
}

void MonitorSocketTest::f90_squatter()
{
    QFETCH(QByteArray, suffix);
    QFETCH(QByteArray, squatter);
    SocketDirectory directory;
    QVERIFY(!directory.open());
    const QByteArray place = m_runtime->inside("app.7." + suffix);
    const QByteArray precious = m_runtime->bytes("precious");
    QVERIFY(writeFile(precious, "precious"));
    if (squatter == "directory") {
        QCOMPARE(mkdir(place.constData(), 0700), 0);
    } else if (squatter == "link") {
        QCOMPARE(symlink(precious.constData(), place.constData()), 0);
    } else if (squatter == "dangling") {
        QCOMPARE(symlink("../elsewhere", place.constData()), 0);
    } else if (squatter == "fifo") {
        QCOMPARE(mkfifo(place.constData(), 0600), 0);
    } else if (squatter == "file") {
        QVERIFY(writeFile(place, "x"));
    } else if (squatter == "socket") {
        QVERIFY(leaveSocket(place));
    } else {
        if (geteuid() != 0)
            QSKIP("Only root can make a file of another user's.");
        QVERIFY(suffix == "socket" ? leaveSocket(place) : writeFile(place, "x"));
        QCOMPARE(chown(place.constData(), Nobody, Nobody), 0);
    }
    const mode_t mode = modeOf(place);

    MonitorSocket socket(keep());
    const SystemError error = listen(socket);
    QTEST(error.number, "error");
    QVERIFY2(error.text.contains(QFile::decodeName("app.7." + suffix)), qPrintable(error.text));
    QVERIFY2(error.text.contains(directory.path()), qPrintable(error.text));
    QVERIFY(!socket.isListening());
    QCOMPARE(modeOf(place), mode);
    QCOMPARE(fileContent(precious), "precious"_qba);
    QVERIFY(!pathExists(m_runtime->bytes("elsewhere")));
    QCOMPARE(names(), QList<QByteArray>{"app.7." + suffix}); // and nothing of ours
}

void MonitorSocketTest::f91_pathTooLong()
{
    const QByteArray folder = m_runtime->bytes(QByteArray(90 - m_runtime->bytes().size(), 'x'));
    QCOMPARE(mkdir(folder.constData(), 0700), 0);
    qputenv(RuntimeFolder::Variable, folder);
    MonitorSocket socket(keep());
    const SystemError error = listen(socket);
    QCOMPARE(error.number, ENAMETOOLONG);
    QVERIFY2(error.text.contains(QFile::decodeName(folder)), qPrintable(error.text));
    QVERIFY(!socket.isListening());
    QCOMPARE(names(), QList<QByteArray>());
}

QTEST_GUILESS_MAIN(MonitorSocketTest)
#include "tst_monitorsocket.moc"
