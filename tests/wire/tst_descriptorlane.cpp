// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/descriptorlane.h"

#include <QtCore/QDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <numeric>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace Spawn::Wire;

static qsizetype openDescriptorCount()
{
    // Opening the folder takes a descriptor itself, the same one every time.
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System).size();
}

static bool areSameFile(int a, int b)
{
    struct stat first
    {
    };
    struct stat second
    {
    };
    return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev
        && first.st_ino == second.st_ino;
}

// A soft limit that leaves room for so many descriptors more.
class DescriptorLimit
{
public:
    explicit DescriptorLimit(int room)
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        std::vector<Descriptor> taken; // there may be gaps between those that are open
        for (int i = 0; i <= room; ++i)
            taken.emplace_back(dup(0));
        rlimit limit = m_before;
        limit.rlim_cur = static_cast<rlim_t>(taken.back().get());
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    Q_DISABLE_COPY_MOVE(DescriptorLimit)
    rlimit m_before{};
};

class tst_DescriptorLane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void deliversInOrder_data();
    void deliversInOrder();
    void keepsPacketsApart();
    void deliversTheSameFile();
    void marksAsCloseOnExec();
    void saysWhenThereIsNothing();
    void saysWhenTheConnectionHasEnded();
    void deliversWhatWasSentBeforeTheEnd();
    void refusesToSendTooMuch_data();
    void refusesToSendTooMuch();
    void saysWhenTheSocketIsFull();
    void sendingToNobodyIsAnError();
    void saysWhatDidNotArrive_data();
    void saysWhatDidNotArrive();
    void refusesForeignPackets_data();
    void refusesForeignPackets();

private:
    // What a peer that does not use sendDescriptors() may send.
    void sendRaw(const QByteArray &bytes, const std::vector<int> &fds);

    Descriptor m_here;
    Descriptor m_there;
    qsizetype m_openBefore = 0;
};

void tst_DescriptorLane::init()
{
    m_openBefore = openDescriptorCount();
    int pair[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    m_here.reset(pair[0]);
    m_there.reset(pair[1]);
}

void tst_DescriptorLane::cleanup()
{
    m_here.reset();
    m_there.reset();
    // No test may lose a descriptor, whatever it sends.
    QCOMPARE(openDescriptorCount(), m_openBefore);
}

void tst_DescriptorLane::sendRaw(const QByteArray &bytes, const std::vector<int> &fds)
{
    iovec io{const_cast<char *>(bytes.data()), size_t(bytes.size())};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    std::vector<char> control(CMSG_SPACE(sizeof(int) * fds.size()));
    if (!fds.empty()) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * fds.size());
        memcpy(CMSG_DATA(header), fds.data(), sizeof(int) * fds.size());
    }
    QCOMPARE(sendmsg(m_here.get(), &message, MSG_NOSIGNAL), ssize_t(bytes.size()));
}

void tst_DescriptorLane::deliversInOrder_data()
{
    QTest::addColumn<QList<quint32>>("counts");

    QTest::newRow("one") << QList<quint32>{1};
    QTest::newRow("an entry without any") << QList<quint32>{0};
    QTest::newRow("three streams") << QList<quint32>{3};
    QTest::newRow("several commands") << QList<quint32>{3, 1, 0, 2};
    QTest::newRow("as many as fit") << QList<quint32>{quint32{MaximumPacketDescriptors}};
    QTest::newRow("as many entries as fit")
        << QList<quint32>(qsizetype{MaximumPacketEntries}, quint32{1});
}

void tst_DescriptorLane::deliversInOrder()
{
    QFETCH(QList<quint32>, counts);

    std::vector<LaneEntry> entries;
    for (const quint32 count : counts)
        entries.push_back({0xf000000000000000 + entries.size(), count, 0});
    const size_t total = std::accumulate(counts.begin(), counts.end(), size_t{0});
    // Told apart by their offset, which a duplicate shares.
    std::vector<Descriptor> sent;
    std::vector<int> fds;
    for (size_t i = 0; i < total; ++i) {
        sent.emplace_back(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
        fds.push_back(sent.back().get());
        QCOMPARE(lseek(fds.back(), off_t(i), SEEK_SET), off_t(i));
    }

    QCOMPARE(sendDescriptors(m_here.get(), entries, fds), 0);
    sent.clear();
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), int(counts.size()));
    QCOMPARE(received.size(), size_t(counts.size()));
    off_t next = 0;
    for (size_t i = 0; i < received.size(); ++i) {
        QCOMPARE(received[i].id, entries[i].id);
        QVERIFY(received[i].complete);
        QCOMPARE(received[i].descriptors.size(), size_t{entries[i].count});
        for (const Descriptor &descriptor : received[i].descriptors)
            QCOMPARE(lseek(descriptor.get(), 0, SEEK_CUR), next++);
    }
}

void tst_DescriptorLane::keepsPacketsApart()
{
    const LaneEntry first{1, 1, 0};
    const LaneEntry second{2, 2, 0};
    const std::vector<int> fds{0, 0};
    QCOMPARE(sendDescriptors(m_here.get(), {&first, 1}, std::span(fds).first(1)), 0);
    QCOMPARE(sendDescriptors(m_here.get(), {&second, 1}, fds), 0);
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), 1);
    QCOMPARE(received.size(), size_t{1});
    QCOMPARE(receiveDescriptors(m_there.get(), received), 1); // appends
    QCOMPARE(received.size(), size_t{2});
    QCOMPARE(received[0].id, uint64_t{1});
    QCOMPARE(received[1].id, uint64_t{2});
    QCOMPARE(received[1].descriptors.size(), size_t{2});
}

void tst_DescriptorLane::deliversTheSameFile()
{
    const LaneEntry entry{1, 1, 0};
    const int fd = m_there.get();
    QCOMPARE(sendDescriptors(m_here.get(), {&entry, 1}, {&fd, 1}), 0);
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), 1);
    QVERIFY(received[0].descriptors[0].get() != fd);
    QVERIFY(areSameFile(received[0].descriptors[0].get(), fd));
}

void tst_DescriptorLane::marksAsCloseOnExec()
{
    const LaneEntry entry{1, 1, 0};
    const int fd = 0;
    QCOMPARE(sendDescriptors(m_here.get(), {&entry, 1}, {&fd, 1}), 0);
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), 1);
    QVERIFY((fcntl(received[0].descriptors[0].get(), F_GETFD) & FD_CLOEXEC) != 0);
}

void tst_DescriptorLane::saysWhenThereIsNothing()
{
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), -EAGAIN);
    QVERIFY(received.empty());
}

void tst_DescriptorLane::saysWhenTheConnectionHasEnded()
{
    m_here.reset();
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), 0);
    QVERIFY(received.empty());
}

void tst_DescriptorLane::deliversWhatWasSentBeforeTheEnd()
{
    const LaneEntry entry{1, 1, 0};
    const int fd = 0;
    QCOMPARE(sendDescriptors(m_here.get(), {&entry, 1}, {&fd, 1}), 0);
    m_here.reset();
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), 1);
    QCOMPARE(receiveDescriptors(m_there.get(), received), 0);
    QCOMPARE(received.size(), size_t{1});
}

void tst_DescriptorLane::refusesToSendTooMuch_data()
{
    QTest::addColumn<qsizetype>("entryCount");
    QTest::addColumn<qsizetype>("descriptorCount");

    QTest::newRow("no entry") << qsizetype{0} << qsizetype{0};
    QTest::newRow("too many descriptors")
        << qsizetype{1} << qsizetype{MaximumPacketDescriptors + 1};
    QTest::newRow("too many entries") << qsizetype{MaximumPacketEntries + 1} << qsizetype{0};
}

void tst_DescriptorLane::refusesToSendTooMuch()
{
    QFETCH(qsizetype, entryCount);
    QFETCH(qsizetype, descriptorCount);

    const std::vector<LaneEntry> entries(static_cast<size_t>(entryCount));
    const std::vector<int> fds(static_cast<size_t>(descriptorCount), 0);
    QCOMPARE(sendDescriptors(m_here.get(), entries, fds), -EINVAL);
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), -EAGAIN);
}

void tst_DescriptorLane::saysWhenTheSocketIsFull()
{
    const LaneEntry entry{1, 1, 0};
    const int fd = 0;
    int sent = 0;
    int result = 0;
    while ((result = sendDescriptors(m_here.get(), {&entry, 1}, {&fd, 1})) == 0)
        QVERIFY(++sent < 100000);
    QVERIFY2(result == -EAGAIN || result == -ETOOMANYREFS, strerror(-result));

    // One packet less, and there is room again; none was lost.
    std::vector<ReceivedDescriptors> received;
    while (receiveDescriptors(m_there.get(), received) == 1)
        received.back().descriptors.clear();
    QCOMPARE(received.size(), size_t(sent));
    QCOMPARE(sendDescriptors(m_here.get(), {&entry, 1}, {&fd, 1}), 0);
}

void tst_DescriptorLane::sendingToNobodyIsAnError()
{
    m_there.reset();
    const LaneEntry entry{1, 0, 0};
    QCOMPARE(sendDescriptors(m_here.get(), {&entry, 1}, {}), -EPIPE);
}

void tst_DescriptorLane::saysWhatDidNotArrive_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<QList<int>>("arrived");

    QTest::newRow("room for none") << 0 << QList<int>{0, 0, 0};
    QTest::newRow("room for one") << 1 << QList<int>{1, 0, 0};
    QTest::newRow("room for all of the first") << 3 << QList<int>{3, 0, 0};
    QTest::newRow("room for a part of the second") << 4 << QList<int>{3, 1, 0};
    QTest::newRow("room for all but one") << 5 << QList<int>{3, 2, 0};
    QTest::newRow("room for all") << 6 << QList<int>{3, 2, 1};
}

void tst_DescriptorLane::saysWhatDidNotArrive()
{
    QFETCH(int, room);
    QFETCH(QList<int>, arrived);

    const std::vector<LaneEntry> entries{{1, 3, 0}, {2, 2, 0}, {3, 1, 0}};
    const std::vector<int> fds(6, 0);
    QCOMPARE(sendDescriptors(m_here.get(), entries, fds), 0);
    std::vector<ReceivedDescriptors> received;
    {
        const DescriptorLimit limit(room);
        QCOMPARE(receiveDescriptors(m_there.get(), received), 3);
    }
    for (size_t i = 0; i < entries.size(); ++i) {
        QCOMPARE(received[i].id, entries[i].id);
        QCOMPARE(int(received[i].descriptors.size()), arrived[qsizetype(i)]);
        QCOMPARE(received[i].complete, received[i].descriptors.size() == entries[i].count);
    }
}

void tst_DescriptorLane::refusesForeignPackets_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("descriptorCount");

    const auto entry = [](quint64 id, quint32 count, quint32 reserved) {
        const LaneEntry value{id, count, reserved};
        return QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
    };
    QTest::newRow("no bytes but a descriptor") << QByteArray() << 1;
    QTest::newRow("one byte") << QByteArray("x") << 1;
    QTest::newRow("half an entry") << entry(1, 1, 0).left(8) << 1;
    QTest::newRow("an entry and a half") << entry(1, 1, 0) + entry(2, 0, 0).left(8) << 1;
    QTest::newRow("more announced than sent") << entry(1, 3, 0) << 2;
    QTest::newRow("fewer announced than sent") << entry(1, 1, 0) << 2;
    QTest::newRow("announced and none sent") << entry(1, 1, 0) << 0;
    QTest::newRow("sent and none announced") << entry(1, 0, 0) << 4;
    QTest::newRow("more sent than we ever send") << entry(1, 253, 0) << 253;
    QTest::newRow("reserved is not zero") << entry(1, 1, 1) << 1;
    QTest::newRow("largest count") << entry(1, 0xffffffff, 0) << 1;
    QTest::newRow("counts that sum up to one in 32 bits")
        << entry(1, 0xffffffff, 0) + entry(2, 2, 0) << 1;
    QTest::newRow("more entries than we ever send")
        << entry(1, 0, 0).repeated(qsizetype{MaximumPacketEntries} + 1) << 0;
}

void tst_DescriptorLane::refusesForeignPackets()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, descriptorCount);

    sendRaw(bytes, std::vector<int>(size_t(descriptorCount), 0));
    const qsizetype before = openDescriptorCount();
    std::vector<ReceivedDescriptors> received;
    QCOMPARE(receiveDescriptors(m_there.get(), received), -EPROTO);
    QVERIFY(received.empty());
    QCOMPARE(openDescriptorCount(), before);
}

QTEST_GUILESS_MAIN(tst_DescriptorLane)
#include "tst_descriptorlane.moc"
