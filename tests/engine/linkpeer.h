// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/helperlink.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QList>
#include <QtCore/QSocketNotifier>
#include <QtCore/QStringList>

#include <memory>
#include <sys/socket.h>

// A link, all that it tells, and the helper at its other end: the test, which may be as hostile as
// it likes.
class LinkPeer final : public Spawn::HelperLinkListener
{
public:
    static constexpr uint32_t Generation = 3;

    LinkPeer()
        : m_notifier(m_reactor.descriptor(), QSocketNotifier::Read),
          m_link(std::make_unique<Spawn::HelperLink>(m_reactor, *this, Generation))
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier,
                         [this] { m_reactor.poll(); });
        isOpen = m_link->open(control, lane) == 0;
    }

    Spawn::HelperLink &link() { return *m_link; }
    Spawn::Reactor &reactor() { return m_reactor; }

    // ---- What the link does

    void queuePings(quint64 first, quint64 last)
    {
        for (quint64 id = first; id <= last; ++id)
            Spawn::Wire::encodeEmpty(m_link->frames(), Spawn::Wire::MessageType::Ping, Generation,
                                     id);
    }
    void queueDescriptors(quint64 id, int count)
    {
        Spawn::ChildEnds ends;
        ends.fds.assign(size_t(count), m_reactor.descriptor());
        m_link->queueDescriptors(id, std::move(ends));
    }

    // ---- What the helper does

    static std::vector<uint8_t> frames(quint64 first, quint64 last)
    {
        std::vector<uint8_t> bytes;
        for (quint64 id = first; id <= last; ++id)
            Spawn::Wire::encodeEmpty(bytes, Spawn::Wire::MessageType::Pong, Generation, id);
        return bytes;
    }
    bool write(const std::vector<uint8_t> &bytes) const
    {
        return send(control.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL)
            == ssize_t(bytes.size());
    }
    int sendLane(quint64 id, int count) const
    {
        const Spawn::Wire::LaneEntry entry{id, uint32_t(count), 0};
        const std::vector<int> fds(size_t(count), control.get());
        return Spawn::Wire::sendDescriptors(lane.get(), {&entry, 1}, fds);
    }
    QList<quint64> readFrames() // what is there now
    {
        uint8_t buffer[65536];
        ssize_t size = 0;
        while ((size = recv(control.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
            m_decoder.append({buffer, size_t(size)});
        QList<quint64> read;
        while (const auto frame = m_decoder.next())
            read.append(frame->id);
        return read;
    }

    // What has been written is there at once: nothing has to be waited for.
    static void processEverything()
    {
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    }

    bool isOpen = false;
    Spawn::Wire::Descriptor control; // the helper's
    Spawn::Wire::Descriptor lane;
    // What came, in its order.
    QList<quint64> ids; // of frames
    QList<quint64> pidfdIds;
    QStringList problems;

private:
    void frameReceived(const Spawn::Wire::Frame &frame) override { ids.append(frame.id); }
    void pidfdReceived(uint64_t id, Spawn::Wire::Descriptor pidfd) override
    {
        if (pidfd)
            pidfdIds.append(id);
    }
    void channelBroken(const QString &problem) override { problems.append(problem); }

    Spawn::Reactor m_reactor;
    QSocketNotifier m_notifier;
    std::unique_ptr<Spawn::HelperLink> m_link;
    Spawn::Wire::FrameDecoder m_decoder;
};
