// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/engine.h"

#include <algorithm>
#include <cerrno>
#include <sys/syscall.h>
#include <unistd.h>

// What becomes of commands by what the helper says, and by its end.

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto LookDelay = 5ms;

void Engine::answered()
{
    --m_outstanding;
}

void Engine::pidfdReceived(uint64_t id, Wire::Descriptor pidfd)
{
    Run *const run = find(id);
    if (run == nullptr || run->phase() != Run::Phase::Sent)
        return; // of a command that we no longer know: the descriptor is closed
    if (Wire::pidOf(m_ledger.slot(run->slot())) <= 1)
        return; // not what the kernel wrote
    answered();
    m_shortSince.reset();
    if (pidfd)
        run->cloned(std::move(pidfd));
    else
        follow(*run);
}

// By the number in the ledger, which is its own until it is reaped, and nobody but us reaps it.
void Engine::follow(Run &run)
{
    const pid_t pid = Wire::pidOf(m_ledger.slot(run.slot()));
    Wire::Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (pidfd) {
        run.cloned(std::move(pidfd));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) {
        m_withoutPidfd.push_back(run.id());
        retryLater();
    } else {
        run.lost(); // a reaper in the host was quicker
    }
}

// What a dead helper had cloned executes on its own, and nobody says when.
void Engine::lookForStarts()
{
    std::erase_if(m_leftByHelper, [this](uint64_t id) {
        Run *const run = find(id);
        return run == nullptr || run->isKnownToRun();
    });
    if (!m_leftByHelper.empty() && !m_look)
        m_look = m_reactor.setDeadline(Clock::now() + LookDelay, this, Look);
}

void Engine::frameReceived(const Wire::Frame &frame)
{
    if (frame.type == Wire::MessageType::Refused)
        refusedReceived(frame);
    else if (frame.type == Wire::MessageType::Executed)
        executedReceived(frame);
    else
        m_supervisor.channelBroken(QStringLiteral("a frame is of an unknown type"));
}

void Engine::refusedReceived(const Wire::Frame &frame)
{
    const std::optional<Wire::RefusedMessage> message = Wire::RefusedMessage::decode(frame.body);
    if (!message || message->error <= 0) {
        m_supervisor.channelBroken(QStringLiteral("a refusal has no meaning"));
        return;
    }
    Run *const run = find(frame.id);
    if (run == nullptr || run->phase() != Run::Phase::Sent)
        return;
    answered();
    const bool shortage = message->error == EAGAIN || message->error == ENOMEM
        || message->error == EMFILE || message->error == ENFILE;
    if (!shortage || run->isSettled() || isShortForGood()) {
        run->refused(message->stage, message->error);
        return;
    }
    // Processes or descriptors of the user may become free: it has not run, and waits again. The
    // helper may have had no memory for its context either.
    if (message->stage == Wire::Stage::Transfer)
        m_encoder.reset();
    returned(*run);
    retryLater();
}

void Engine::executedReceived(const Wire::Frame &frame)
{
    const std::optional<Wire::ExecutedMessage> message = Wire::ExecutedMessage::decode(frame.body);
    if (!message) {
        m_supervisor.channelBroken(QStringLiteral("a message has no meaning"));
        return;
    }
    for (const uint64_t id : message->ids) {
        // It may be quicker than the pidfd, which comes on a socket of its own.
        Run *const run = find(id);
        if (run != nullptr
            && (run->phase() == Run::Phase::Sent || run->phase() == Run::Phase::Cloned)
            && Wire::pidOf(m_ledger.slot(run->slot())) > 1
            && Wire::stateOf(m_ledger.slot(run->slot())) == Wire::LedgerState::Executing)
            run->executed();
    }
}

// ---- The helper's life -------------------------------------------------------------------------

void Engine::helperStateChanged(Event::HelperState state, pid_t pid)
{
    tell(Event::HelperStateChanged{state, pid});
}

void Engine::helperAnswered(std::chrono::microseconds roundTrip)
{
    if (m_observer)
        m_observer->helperAnswered(roundTrip);
}

void Engine::helperLogged(QByteArray line)
{
    tell(Event::HelperLog{std::move(line)});
}

// It is dead, so the ledger is final: a slot without a pid was never cloned.
void Engine::helperEnded(Event::HelperEnded &end)
{
    for (Run *const each : runsInOrder()) {
        Run &run = *each;
        if (run.phase() == Run::Phase::Cloned && !run.isSettled()) {
            ++end.carriedOver;
            m_leftByHelper.push_back(run.id());
        }
        if (run.phase() != Run::Phase::Sent || !run.hasSlot())
            continue;
        const bool followed = std::find(m_withoutPidfd.begin(), m_withoutPidfd.end(), run.id())
            != m_withoutPidfd.end();
        if (Wire::pidOf(m_ledger.slot(run.slot())) > 1) {
            if (!run.isSettled()) {
                ++end.carriedOver;
                m_leftByHelper.push_back(run.id());
            }
            if (!followed)
                follow(run);
            continue;
        }
        if (run.isSettled()) {
            run.takenBack();
            continue;
        }
        ++end.resent;
        returned(run);
    }
    m_outstanding = 0;
    m_encoder.reset();
    lookForStarts();
    tell(std::make_unique<Event::HelperEnded>(std::move(end)));
}

void Engine::helperFailed(Event::HelperFailed failure)
{
    m_failure = failure.text;
    m_failureError = failure.error;
    tell(failure);
    failWaiting(Wire::Stage::Transfer, m_failureError, m_failure);
}

} // namespace Spawn
