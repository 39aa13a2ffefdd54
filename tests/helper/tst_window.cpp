// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/processstate.h"
#include "helper/helperlink.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;

// Children that do not come to their exec, as on a mount that does not answer: here, because the
// file for their standard input is a FIFO that nobody writes to.
class tst_Window : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void runsManyAtOnce();
    void stuckChildrenStopNobodyElse();
    void stuckChildrenHoldNobodysPipe();
    void sixtyFourStuckStopOnlyFurtherOnes();
    void aStuckChildCanBeCancelled();
    void s12_stopsReadingAtItsCeiling();

private:
    Request stuckRequest() const;
    // Ends the waiting of those that have come so far.
    void release() const
    {
        const Descriptor writer(open(m_fifo.constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_fifo;
};

void tst_Window::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_fifo = m_folder->filePath(QStringLiteral("fifo")).toUtf8();
    QCOMPARE(mkfifo(m_fifo.constData(), 0600), 0);
}

Request tst_Window::stuckRequest() const
{
    Request request = testChildRequest({"exit", "5"});
    request.message.streams[0] = {Source::File, O_RDONLY, m_fifo.constData()};
    return request;
}

void tst_Window::runsManyAtOnce()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    constexpr quint64 Count = 2000;
    quint64 sent = 0;
    for (quint64 id = 1; id <= Count; ++id) {
        for (; sent < Count && sent < id + MaximumOutstanding - 1; ++sent)
            link.spawn(sent + 1, testChildRequest({"exit", QByteArray::number((sent + 1) % 256)}));
        QCOMPARE(link.end(id), (End{CLD_EXITED, int(id % 256)}));
    }
    QVERIFY(link.answersPing(1));
}

void tst_Window::stuckChildrenStopNobodyElse()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    constexpr quint64 Stuck = 20; // more than any window that two processors have
    for (quint64 id = 1; id <= Stuck; ++id)
        link.spawn(id, stuckRequest());
    link.spawn(Stuck + 1, testChildRequest({"exit", "9"}));
    QCOMPARE(link.end(Stuck + 1), (End{CLD_EXITED, 9}));
    for (quint64 id = 1; id <= Stuck; ++id)
        QCOMPARE(stateOf(&link.slot(id)), LedgerState::Prepared);
    for (quint64 id = 1; id <= Stuck; ++id) {
        while (stateOf(&link.slot(id)) == LedgerState::Prepared)
            release();
        QCOMPARE(link.end(id), (End{CLD_EXITED, 5}));
    }
}

void tst_Window::stuckChildrenHoldNobodysPipe()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    // Sent together, so that the helper holds the pipe when it clones the child that gets stuck.
    int fds[2];
    QCOMPARE(pipe2(fds, O_CLOEXEC), 0);
    const Descriptor reader(fds[0]);
    Descriptor writer(fds[1]);
    Request request = testChildRequest({"writestd", "text", ""});
    request.message.streams[1].source = Source::Lane;
    link.sendLane(2, {writer.get()});
    writer.reset();
    std::vector<uint8_t> bytes;
    for (quint64 id = 1; id <= 2; ++id) {
        link.prepareSlot(id);
        const auto frame = link.frameOf(id, id == 1 ? stuckRequest() : request);
        bytes.insert(bytes.end(), frame.begin(), frame.end());
    }
    link.sendBytes(bytes);
    QCOMPARE(readAll(reader.get()), QByteArray("text"));
    char more;
    QVERIFY(waitUntilReadable(reader.get(), 0));
    QCOMPARE(read(reader.get(), &more, 1), ssize_t{0}); // its end
    QCOMPARE(stateOf(&link.slot(1)), LedgerState::Prepared);
    // Nor the helper's own end of the connection.
    kill(link.processId(), SIGKILL);
    QVERIFY(waitUntilReadable(link.control.get()));
}

void tst_Window::sixtyFourStuckStopOnlyFurtherOnes()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    for (quint64 id = 1; id <= MaximumOutstanding; ++id)
        link.spawn(id, stuckRequest());
    for (quint64 id = 1; id <= MaximumOutstanding; ++id)
        QVERIFY(link.isCloned(id));
    constexpr quint64 Further = MaximumOutstanding + 1;
    constexpr quint64 Last = 2 * MaximumOutstanding;
    for (quint64 id = Further; id <= Last; ++id)
        link.spawn(id, testChildRequest({"exit", "8"}));
    for (quint64 number = 1; number <= 5; ++number)
        QVERIFY(link.answersPing(number));
    for (quint64 id = Further; id <= Last; ++id)
        QCOMPARE(link.slot(id).pid, 0);
    // What waits can be cancelled.
    QVERIFY(exchangeState(&link.slot(Last), LedgerState::Prepared, LedgerState::Cancelled));
    while (stateOf(&link.slot(1)) == LedgerState::Prepared)
        release();
    for (quint64 id = Further; id < Last; ++id)
        QCOMPARE(link.end(id), (End{CLD_EXITED, 8}));
    QVERIFY(link.answer(MessageType::Refused, Last));
    QCOMPARE(link.slot(Last).pid, 0);
}

void tst_Window::aStuckChildCanBeCancelled()
{
    const QString mark = m_folder->filePath(QStringLiteral("ran"));
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = stuckRequest();
    request.arguments = {TESTCHILD, "append", mark.toUtf8()};
    link.spawn(1, request);
    QVERIFY(link.isCloned(1));
    QVERIFY(exchangeState(&link.slot(1), LedgerState::Prepared, LedgerState::Cancelled));
    {
        const Descriptor writer(open(m_fifo.constData(), O_WRONLY | O_CLOEXEC)); // waits for it
        QVERIFY(bool(writer));
    }
    QCOMPARE(link.end(1), (End{CLD_EXITED, 127}));
    QCOMPARE(stateOf(&link.slot(1)), LedgerState::Cancelled);
    QVERIFY(!QFile::exists(mark));
}

// An engine without any credit: what it sends stays with it, and nobody is cut off for it.
void tst_Window::s12_stopsReadingAtItsCeiling()
{
    constexpr size_t Ceiling = 32 << 20;
    HelperLink link;
    QVERIFY(link.startAndGreet());
    for (quint64 id = 1; id <= MaximumOutstanding; ++id)
        link.spawn(id, stuckRequest());
    for (quint64 id = 1; id <= MaximumOutstanding; ++id)
        QVERIFY(link.isCloned(id));
    Request large = testChildRequest({"exit", "0"});
    for (int i = 0; i < 10; ++i)
        large.arguments.append(QByteArray(100000, 'x'));
    size_t sent = 0;
    pollfd poller{link.control.get(), POLLOUT, 0};
    for (quint64 id = MaximumOutstanding + 1; sent < 2 * Ceiling; ++id) {
        link.prepareSlot(id);
        const std::vector<uint8_t> frame = link.frameOf(id, large);
        size_t done = 0;
        while (done < frame.size() && poll(&poller, 1, 500) > 0) {
            const ssize_t size = send(link.control.get(), frame.data() + done, frame.size() - done,
                                      MSG_DONTWAIT | MSG_NOSIGNAL);
            if (size > 0)
                done += size_t(size);
        }
        sent += done;
        if (done < frame.size())
            break; // it has taken nothing for half a second
    }
    QVERIFY2(sent < Ceiling, qPrintable(QString::number(sent)));
#ifndef __SANITIZE_ADDRESS__ // which keeps what was freed
    QVERIFY(residentBytes(link.processId()) < qint64(Ceiling));
#endif
    QCOMPARE(link.slot(MaximumOutstanding + 1).pid, 0);
    // It is there, and goes on where it was.
    while (stateOf(&link.slot(1)) == LedgerState::Prepared)
        release();
    QCOMPARE(link.end(MaximumOutstanding + 1), (End{CLD_EXITED, 0}));
}

QTEST_GUILESS_MAIN(tst_Window)
#include "tst_window.moc"
