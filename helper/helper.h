// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "answers.h"
#include "application.h"
#include "children.h"
#include "context.h"
#include "controlgroup.h"

#include "wire/descriptor.h"
#include "wire/descriptorlane.h"
#include "wire/frame.h"
#include "wire/ledger.h"
#include "wire/message.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace Spawn {

enum ExitCode {
    ApplicationGone = 0,
    CannotRun = 1,
    StartedByHand = 2,
    OtherVersion = 3,
    Malformed = 4,
};

// Reads requests, clones, answers. One thread; it waits in epoll, and nowhere else for more than a
// millisecond. A function that returns int returns 0 or a negative errno, of which these have a
// meaning here:
//   -EPIPE            the engine is gone
//   -ESRCH            the application is dead
//   -EPROTO           the engine has sent what no engine sends; said on standard error
//   -EPROTONOSUPPORT  it is of another version
class Helper final
{
public:
    Helper(Application application, Wire::LedgerSlot *ledger,
           std::vector<Wire::ResourceLimit> inheritedLimits);

    [[nodiscard]] int prepare();
    // Until the end. Returns the exit code.
    [[nodiscard]] int run();

private:
    static constexpr size_t BytesAtOnce = 32 << 10;

    int turn();
    int timeout() const;
    bool mayRead() const;
    void watch();
    int end(int error);

    int receive();
    int takeFrames();
    int takeFrame(const Wire::Frame &frame);
    int takeHello(const Wire::Frame &frame);
    int takeContext(const Wire::Frame &frame);
    int takeControlGroup(const Wire::Frame &frame);
    int takeSpawn(const Wire::Frame &frame);
    int takeDescriptors(uint64_t id, size_t count, Wire::ReceivedDescriptors &out);
    int dropDescriptors(uint64_t id);
    int receiveLane();

    int startWaiting();
    int startNext();
    void refuse(uint64_t id, Wire::Stage stage, int error);

    const Application m_application;
    Wire::LedgerSlot *const m_ledger;
    const std::vector<Wire::ResourceLimit> m_inheritedLimits;
    DetachedSlots m_detached;

    Wire::Descriptor m_nullDevice;
    Wire::Descriptor m_epoll;
    uint32_t m_controlEvents = 0; // that epoll watches for
    bool m_watchesLane = false;

    Wire::FrameDecoder m_decoder;
    bool m_framesLeft = false; // in the decoder, when reading had to stop
    bool m_largeFrame = false; // went through the decoder, whose pages are still ours
    bool m_greeted = false;
    uint32_t m_generation = 0;
    std::vector<Wire::ReceivedDescriptors> m_received; // not asked for yet
    ControlGroup m_controlGroup;
    std::shared_ptr<const Context> m_context; // null: there was no memory for the last one
    mode_t m_umask = 0;

    std::vector<std::unique_ptr<Child>> m_waiting; // decoded, not cloned
    size_t m_waitingBytes = 0;
    Children m_children;
    Answers m_answers;
};

} // namespace Spawn
