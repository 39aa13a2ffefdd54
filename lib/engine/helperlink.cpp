// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlink.h"

#include <QtNetwork/QLocalSocket>

#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr size_t CongestedAt = 1 << 20;
static constexpr int SocketBufferSize = 1 << 20; // the kernel cuts it to what the system allows

HelperLink::HelperLink(Reactor &reactor, HelperLinkListener &listener, uint32_t generation)
    : m_reactor(reactor), m_listener(listener), m_generation(generation)
{
}

HelperLink::~HelperLink()
{
    m_reactor.unwatch(m_laneToken, m_lane.get());
    if (m_retry)
        m_reactor.clearDeadline(*m_retry);
    if (m_socket)
        m_socket->disconnect(); // its closing is no news
}

int HelperLink::open(Wire::Descriptor &theirControl, Wire::Descriptor &theirLane)
{
    int control[2];
    int lane[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0)
        return -errno;
    Wire::Descriptor ourControl(control[0]);
    theirControl.reset(control[1]);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, lane) != 0)
        return -errno;
    m_lane.reset(lane[0]);
    theirLane.reset(lane[1]);
    for (const int fd : {control[0], control[1]})
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &SocketBufferSize, sizeof SocketBufferSize);

    m_laneToken = m_reactor.watch(m_lane.get(), EPOLLIN, this, 0);
    if (m_laneToken == Reactor::NoToken)
        return -errno;
    m_socket = std::make_unique<QLocalSocket>();
    if (!m_socket->setSocketDescriptor(ourControl.get()))
        return -EBADF;
    (void)ourControl.release(); // the socket's now
    QObject::connect(m_socket.get(), &QLocalSocket::readyRead, m_socket.get(),
                     [this] { readControl(); });
    QObject::connect(m_socket.get(), &QLocalSocket::disconnected, m_socket.get(),
                     [this] { broken(u"it closed its channel"_s); });
    return 0;
}

void HelperLink::queueDescriptors(uint64_t id, ChildEnds ends)
{
    if (ends.fds.empty())
        return;
    if (m_packets.empty() || m_packets.back().entries.size() == Wire::MaximumPacketEntries
        || m_packets.back().fds.size() + ends.fds.size() > Wire::MaximumPacketDescriptors)
        m_packets.emplace_back();
    Packet &packet = m_packets.back();
    packet.entries.push_back({id, static_cast<uint32_t>(ends.fds.size()), 0});
    packet.fds.insert(packet.fds.end(), ends.fds.begin(), ends.fds.end());
    for (Wire::Descriptor &fd : ends.owned)
        packet.owned.push_back(std::move(fd));
    packet.framesEnd = m_frames.size();
}

bool HelperLink::isCongested() const
{
    return m_retry || m_broken
        || m_frames.size() + static_cast<size_t>(m_socket->bytesToWrite()) > CongestedAt;
}

void HelperLink::waitForLane(bool wait)
{
    if (std::exchange(m_waitsForLane, wait) != wait)
        m_reactor.modify(m_laneToken, m_lane.get(), wait ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

// Returns how much of the frames may follow: the helper reads descriptors only when it has read of
// them, so those that are there already must not wait for the rest.
size_t HelperLink::sendPackets()
{
    size_t ready = 0;
    while (!m_packets.empty()) {
        const Packet &packet = m_packets.front();
        const int result = Wire::sendDescriptors(m_lane.get(), packet.entries, packet.fds);
        if (result == -EAGAIN || result == -ETOOMANYREFS || result == -ENOBUFS
            || result == -ENOMEM) {
            // Full: epoll tells when it is not. Too many descriptors of this user in flight: nobody
            // tells, and epoll would say all the time that there is room.
            waitForLane(result == -EAGAIN);
            if (!m_retry)
                m_retry = m_reactor.setDeadline(Clock::now() + 5ms, this, 0);
            return ready;
        }
        if (result != 0 && result != -EPIPE && result != -ECONNRESET) {
            broken(u"descriptors could not be sent (%1)"_s.arg(
                QString::fromLocal8Bit(strerrordesc_np(-result))));
            return 0;
        }
        ready = packet.framesEnd;
        m_packets.pop_front(); // without a peer, too: its end is told by others
    }
    waitForLane(false);
    if (m_retry)
        m_reactor.clearDeadline(*std::exchange(m_retry, {}));
    return m_frames.size();
}

void HelperLink::flush()
{
    if (m_broken)
        return;
    if (const size_t ready = sendPackets(); ready > 0)
        writeFrames(ready);
}

void HelperLink::writeFrames(size_t size)
{
    m_socket->write(reinterpret_cast<const char *>(m_frames.data()), static_cast<qint64>(size));
    m_frames.erase(m_frames.begin(), m_frames.begin() + static_cast<ptrdiff_t>(size));
    for (Packet &packet : m_packets)
        packet.framesEnd -= size;
    m_socket->flush(); // of our own thread: saves a turn of its event loop
}

void HelperLink::ping(uint64_t sequence)
{
    if (m_broken)
        return;
    std::vector<uint8_t> frame;
    Wire::encodeEmpty(frame, Wire::MessageType::Ping, m_generation, sequence);
    m_socket->write(reinterpret_cast<const char *>(frame.data()),
                    static_cast<qint64>(frame.size()));
    m_socket->flush();
}

void HelperLink::readLane()
{
    std::vector<Wire::ReceivedDescriptors> received;
    const int result = Wire::receiveDescriptors(m_lane.get(), received);
    for (Wire::ReceivedDescriptors &entry : received) {
        if (entry.complete && entry.descriptors.size() != 1) {
            broken(u"it sent the wrong number of descriptors"_s);
            return;
        }
        m_listener.pidfdReceived(
            entry.id, entry.complete ? std::move(entry.descriptors.front()) : Wire::Descriptor());
    }
    if (result == 0)
        m_reactor.unwatch(m_laneToken, m_lane.get());
    else if (result < 0 && result != -EAGAIN && result != -ECONNRESET)
        broken(u"its descriptors have no meaning"_s);
}

void HelperLink::readControl()
{
    char buffer[16384];
    for (;;) {
        const qint64 size = m_socket->read(buffer, sizeof buffer);
        if (size <= 0)
            return;
        m_decoder.append({reinterpret_cast<const uint8_t *>(buffer), static_cast<size_t>(size)});
        while (const std::optional<Wire::Frame> frame = m_decoder.next()) {
            m_listener.frameReceived(*frame);
            if (m_broken)
                return;
        }
        if (m_decoder.error() != Wire::FrameError::None) {
            broken(QString::fromLatin1(Wire::describe(m_decoder.error())));
            return;
        }
    }
}

void HelperLink::drain()
{
    while (m_laneToken != Reactor::NoToken && !m_broken) {
        std::vector<Wire::ReceivedDescriptors> received;
        const int result = Wire::receiveDescriptors(m_lane.get(), received);
        // Of one that died with requests unread the kernel says so first, once, and then gives out
        // what it had sent.
        if (result <= 0 && result != -ECONNRESET)
            break;
        for (Wire::ReceivedDescriptors &entry : received) {
            if (entry.complete && entry.descriptors.size() == 1)
                m_listener.pidfdReceived(entry.id, std::move(entry.descriptors.front()));
        }
    }
}

void HelperLink::broken(const QString &problem)
{
    if (m_broken)
        return;
    m_broken = true;
    m_reactor.unwatch(m_laneToken, m_lane.get());
    m_listener.channelBroken(problem);
}

void HelperLink::descriptorReady(int, uint32_t events)
{
    if ((events & EPOLLOUT) != 0)
        flush();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && m_laneToken != Reactor::NoToken)
        readLane();
}

void HelperLink::deadlineReached(int)
{
    m_retry.reset();
    flush();
}

} // namespace Spawn
