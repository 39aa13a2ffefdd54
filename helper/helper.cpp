// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper.h"

#include "crashpoint.h"
#include "log.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/stat.h>

namespace Spawn {

using namespace Wire;

static constexpr size_t MaximumWaitingBytes = 2 * MaximumFrameSize;
static constexpr size_t MaximumAnswerBytes = 64 << 10;

Helper::Helper(Application application, LedgerSlot *ledger,
               std::vector<ResourceLimit> inheritedLimits)
    : m_application(std::move(application)), m_ledger(ledger),
      m_inheritedLimits(std::move(inheritedLimits)), m_umask(umask(0))
{
    umask(m_umask);
    Context context;
    context.limits = m_inheritedLimits;
    context.umask = m_umask;
    m_context = std::make_shared<const Context>(std::move(context));
}

int Helper::prepare()
{
    m_nullDevice.reset(open("/dev/null", O_RDWR | O_CLOEXEC));
    m_epoll.reset(epoll_create1(EPOLL_CLOEXEC));
    if (!m_nullDevice || !m_epoll)
        return -errno;
    m_decoder.reserve(BytesAtOnce);
    m_controlEvents = EPOLLIN;
    epoll_event control{m_controlEvents, {.fd = ControlDescriptor}};
    epoll_event application{EPOLLIN, {.fd = m_application.pidfd.get()}};
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, ControlDescriptor, &control) != 0
        || epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_application.pidfd.get(), &application) != 0)
        return -errno;
    return 0;
}

int Helper::run()
{
    int error = 0;
    while (error == 0)
        error = turn();
    return end(error);
}

// One round: wait, read, clone, answer.
int Helper::turn()
{
    watch();
    epoll_event events[3];
    const int count = epoll_wait(m_epoll.get(), events, 3, timeout());
    if (count < 0 && errno != EINTR)
        return -errno;
    bool readable = false;
    for (int i = 0; i < count; ++i) {
        if (events[i].data.fd == m_application.pidfd.get())
            return -ESRCH;
        if (events[i].data.fd != ControlDescriptor)
            continue;
        // Both ends are closed: nobody is left to hear of what could still be read.
        if ((events[i].events & (EPOLLHUP | EPOLLERR)) != 0)
            return -EPIPE;
        readable = (events[i].events & EPOLLIN) != 0;
    }
    int error = 0;
    if (readable && mayRead())
        error = receive();
    if (error == 0)
        error = takeFrames();
    if (error == 0)
        error = startWaiting();

    std::vector<uint64_t> executed;
    m_children.takeExecuted(executed);
    if (!executed.empty())
        ExecutedMessage{std::move(executed)}.encode(m_answers.frames(), m_generation);
    // Also after an error: what was cloned is the engine's, and one of another version is told
    // which one we are.
    const int pidfdError = m_answers.sendPidfds();
    const int frameError = m_answers.sendFrames();
    if (error == 0)
        error = pidfdError;
    return error != 0 ? error : frameError;
}

int Helper::timeout() const
{
    if (m_framesLeft && mayRead())
        return 0; // what kept us from them has been sent meanwhile
    if (!m_waiting.empty())
        return 0; // startWaiting() has waited
    // Room for descriptors in flight cannot be polled for.
    return m_answers.laneError() == -ETOOMANYREFS ? 1 : m_children.interval();
}

// An engine that keeps to its credit never makes this false: its pings are read at all times.
bool Helper::mayRead() const
{
    return m_waiting.size() + m_answers.pidfdCount() <= MaximumOutstanding
        && m_waitingBytes <= MaximumWaitingBytes && m_answers.frameBytes() <= MaximumAnswerBytes;
}

void Helper::watch()
{
    const uint32_t wanted
        = (mayRead() ? uint32_t{EPOLLIN} : 0) | (m_answers.framesWait() ? uint32_t{EPOLLOUT} : 0);
    if (wanted != m_controlEvents) {
        epoll_event control{wanted, {.fd = ControlDescriptor}};
        epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, ControlDescriptor, &control);
        m_controlEvents = wanted;
    }
    const bool watchLane = m_answers.laneError() == -EAGAIN;
    if (watchLane != m_watchesLane) {
        epoll_event lane{EPOLLOUT, {.fd = LaneDescriptor}};
        epoll_ctl(m_epoll.get(), watchLane ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, LaneDescriptor, &lane);
        m_watchesLane = watchLane;
    }
}

int Helper::end(int error)
{
    switch (error) {
    case -EPROTO:
        return Malformed;
    case -EPROTONOSUPPORT:
        return OtherVersion;
    case -EPIPE:
        // Without the application's death this is a spawner that was destroyed, or an engine that
        // goes on with another helper: what runs is the engine's affair.
        if (!Application::isReplaced() && !m_application.diesSoon())
            return ApplicationGone;
        [[fallthrough]];
    case -ESRCH:
        killCommands(m_ledger, m_detached);
        m_controlGroup.end();
        return ApplicationGone;
    default:
        complain({"cannot go on: ", strerrordesc_np(-error)});
        return CannotRun;
    }
}

// What has been decoded waits for its turn here; what has not been cloned yet can be cancelled.
int Helper::startWaiting()
{
    int unsent = 0;
    while (!m_waiting.empty()) {
        if (!m_children.hasRoom()) {
            if (!m_children.waitForRoom())
                return 0;
            continue;
        }
        if (const int error = startNext(); error < 0)
            return error;
        // A few at a time: each packet wakes up the engine.
        if (++unsent % 4 == 0) {
            if (const int error = m_answers.sendPidfds(); error < 0)
                return error;
        }
    }
    return 0;
}

int Helper::startNext()
{
    std::unique_ptr<Child> child = std::move(m_waiting.front());
    m_waiting.erase(m_waiting.begin());
    m_waitingBytes -= child->size();
    const uint64_t id = child->id;

    if (stateOf(child->slot) == LedgerState::Cancelled) {
        refuse(id, Stage::Queue, ECANCELED);
        m_children.giveBack(std::move(child));
        return 0;
    }
    // Whoever wrote this slot did not mean this request, or means to have it run twice.
    if (stateOf(child->slot) != LedgerState::Prepared || pidOf(child->slot) != 0
        || __atomic_load_n(&child->slot->id, __ATOMIC_ACQUIRE) != id) {
        complain({"protocol error: a request's ledger slot is not prepared for it"});
        return -EPROTO;
    }
    if (m_umask != child->context->umask) {
        m_umask = child->context->umask;
        umask(m_umask);
    }
    m_detached.set(child->message.slot, (child->message.flags & SpawnMessage::Detached) != 0);
    const bool ownGroup = (child->message.flags & SpawnMessage::OwnControlGroup) != 0;
    if (ownGroup) {
        if (const int error = m_controlGroup.openOne(id, child->controlGroup); error < 0) {
            refuse(id, Stage::ControlGroup, -error);
            m_children.giveBack(std::move(child));
            return 0;
        }
    }
    Descriptor pidfd;
    passCrashPoint(CrashPoint::BeforeClone);
    if (const int error = m_children.start(child, pidfd); error < 0) {
        const bool mayNotEnter = ownGroup && error != -EAGAIN && error != -ENOMEM;
        refuse(id, mayNotEnter ? Stage::ControlGroup : Stage::Fork, -error);
        m_children.giveBack(std::move(child));
        return 0;
    }
    passCrashPoint(CrashPoint::AfterClone);
    m_answers.addPidfd(id, std::move(pidfd));
    return 0;
}

void Helper::refuse(uint64_t id, Stage stage, int error)
{
    RefusedMessage{stage, error}.encode(m_answers.frames(), m_generation, id);
}

} // namespace Spawn
