// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandstreams.h"
#include "engine/reactor.h"
#include "wire/descriptorlane.h"
#include "wire/message.h"

#include <QtCore/QString>

#include <deque>
#include <memory>
#include <vector>

class QLocalSocket;

namespace Spawn {

class HelperLinkListener
{
public:
    virtual void frameReceived(const Wire::Frame &frame) = 0;
    virtual void pidfdReceived(uint64_t id, Wire::Descriptor pidfd) = 0; // empty: there was no room
    virtual void channelBroken(const QString &problem) = 0; // nothing follows

protected:
    ~HelperLinkListener() = default;
};

// The channel to one helper: a stream of frames, and the lane for descriptors beside it. What is
// queued here goes out with flush(), one packet and one write for all of it; descriptors always
// before the frames that speak of them.
class HelperLink final : public Watcher
{
public:
    HelperLink(Reactor &reactor, HelperLinkListener &listener, uint32_t generation);
    ~HelperLink();

    // Makes both channels; the caller gives the helper's ends to the helper. 0 or negative errno.
    [[nodiscard]] int open(Wire::Descriptor &theirControl, Wire::Descriptor &theirLane);
    uint32_t generation() const { return m_generation; }

    // For encoding frames into; each before its descriptors are queued.
    std::vector<uint8_t> &frames() { return m_frames; }
    void queueDescriptors(uint64_t id, ChildEnds ends);
    void flush();
    // At once: what waits for room for its descriptors may wait long, and is not the helper's
    // fault.
    void ping(uint64_t sequence);
    // Too much is queued, or on its way already: flush, and if that changes nothing, hold back.
    bool isCongested() const;

    // Takes in what has arrived, for the last time.
    void drain();

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int role) override;

private:
    struct Packet
    {
        std::vector<Wire::LaneEntry> entries;
        std::vector<int> fds;
        std::vector<Wire::Descriptor> owned;
        size_t framesEnd = 0; // of m_frames: what may follow it before the next packet
    };

    size_t sendPackets();
    void writeFrames(size_t size);
    void waitForLane(bool wait);
    void readLane();
    void readControl();
    void broken(const QString &problem);

    Reactor &m_reactor;
    HelperLinkListener &m_listener;
    const uint32_t m_generation;
    std::unique_ptr<QLocalSocket> m_socket;
    Wire::Descriptor m_lane;
    Reactor::Token m_laneToken = Reactor::NoToken;
    std::deque<Packet> m_packets;
    std::vector<uint8_t> m_frames;
    Wire::FrameDecoder m_decoder;
    std::optional<Deadlines::Key> m_retry; // of a packet
    bool m_waitsForLane = false;
    bool m_broken = false;
};

} // namespace Spawn
