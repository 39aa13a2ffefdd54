// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/engine.h"

#include <algorithm>
#include <cerrno>
#include <limits>

namespace Spawn {

using namespace std::chrono_literals;

template <class... Calls>
struct Overloaded : Calls...
{
    using Calls::operator()...;
};
template <class... Calls>
Overloaded(Calls...) -> Overloaded<Calls...>;

static constexpr auto RetryDelay = 20ms;
// How long a command that could not get its descriptors waits although nothing of ours runs that
// could give some back.
static constexpr auto ShortageTime = 2s;

Engine::Engine(Reactor &reactor, std::shared_ptr<EventMailbox> events)
    : m_reactor(reactor), m_outbox(reactor, std::move(events)), m_groups(reactor),
      m_supervisor(reactor, m_ledger, m_groups, *this)
{
}

Engine::~Engine()
{
    for (const std::optional<Deadlines::Key> &key : {m_retry, m_look}) {
        if (key)
            m_reactor.clearDeadline(*key);
    }
    m_gone.clear();
    m_runs.clear();
}

void Engine::configure(const EngineSettings &settings)
{
    const bool otherHelper = settings.helperProgram != m_settings.helperProgram;
    m_settings = settings;
    m_supervisor.configure(settings);
    if (otherHelper)
        m_failure.clear();
    if (m_observer)
        m_observer->limitsChanged(runningLimit(), m_settings.maxQueueLength);
}

void Engine::start()
{
    m_destroyed = false;
    m_failure.clear();
    m_everStarted = true;
    m_supervisor.start();
}

// ---- Commands ----------------------------------------------------------------------------------

void Engine::submit(Request::Submit request, std::shared_ptr<const ApplicationContext> context)
{
    const auto nofile = std::find_if(
        context->limits.begin(), context->limits.end(),
        [](const Wire::ResourceLimit &limit) { return limit.resource == RLIMIT_NOFILE; });
    if (nofile != context->limits.end())
        m_descriptorLimit = nofile->soft;
    if (m_observer)
        m_observer->submitted(request);
    const uint64_t id = request.id;
    auto owned = std::make_unique<Run>(*this, std::move(request), std::move(context));
    Run &run = *owned;
    m_runs.emplace(id, std::move(owned));
    if (m_destroyed) {
        run.end(EndReason::Destroyed);
        return;
    }
    // One in the queue for each free place is about to leave it.
    const int freePlaces = std::max(runningLimit() - m_running, 0);
    if (m_settings.maxQueueLength > 0 && run.needsPlace()
        && m_queue.size() >= static_cast<size_t>(m_settings.maxQueueLength + freePlaces)) {
        run.fail(Wire::Stage::Queue, EAGAIN);
        return;
    }
    if (m_supervisor.state() == Event::HelperState::Failed && !m_failure.isEmpty()
        && !m_supervisor.mayRetryAfterFailure()) {
        run.fail(Wire::Stage::Transfer, m_failureError, m_failure);
        return;
    }
    if (m_queue.isEmpty() && m_outstanding == 0)
        m_shortSince.reset(); // what others have waited for is over
    enqueue(run);
    // After a failure a new request is a reason to look again; a manual restart is the caller's.
    if (!m_everStarted || m_supervisor.state() == Event::HelperState::Failed)
        start();
}

void Engine::enqueue(Run &run)
{
    m_queue.add(&run, run.rank(), run.id());
}

Run *Engine::find(uint64_t id)
{
    const auto found = m_runs.find(id);
    return found != m_runs.end() ? found->second.get() : nullptr;
}

void Engine::perform(EngineAction action)
{
    // Requests about a command that is gone do nothing: its end is on its way to who asks.
    const auto with = [this](uint64_t id, auto &&call) {
        if (Run *const run = find(id))
            call(*run);
    };
    std::visit(
        Overloaded{
            [](Request::Open &) {},
            [](Request::Submit &) {},
            [this](Request::Close &) { close(); },
            [this](Request::Configure &request) { configure(*request.settings); },
            [this](Request::Start &) { start(); },
            [this](Request::Destroy &) { destroy(); },
            [&](Request::Cancel &r) {
                with(r.id, [](Run &run) { run.end(EndReason::Cancelled); });
            },
            [&](Request::Terminate &r) { with(r.id, [](Run &run) { run.terminate(); }); },
            [&](Request::Kill &r) { with(r.id, [](Run &run) { run.kill(); }); },
            [&](Request::Signal &r) { with(r.id, [&](Run &run) { run.signal(r.signalNumber); }); },
            [&](Request::Write &r) { with(r.id, [&](Run &run) { run.write(r.bytes); }); },
            [&](Request::CloseInput &r) { with(r.id, [](Run &run) { run.closeInput(); }); },
            [&](Request::Raise &r) { with(r.id, [this](Run &run) { raise(run); }); },
            [this](Request::Observe &request) { observe(std::move(request.observer)); },
            [&](Request::Consumed &r) {
                with(r.id, [&](Run &run) { run.consumed(r.stream, r.bytes); });
            },
        },
        action);
}

void Engine::tell(EngineEvent &&event)
{
    if (m_observer)
        m_observer->told(event, Clock::now());
    m_outbox.add(std::move(event));
}

// It hears first what it has missed.
void Engine::observe(std::shared_ptr<EngineObserver> observer)
{
    m_observer = std::move(observer);
    if (!m_observer)
        return;
    const TimePoint now = Clock::now();
    m_observer->limitsChanged(runningLimit(), m_settings.maxQueueLength);
    m_observer->told(Event::HelperStateChanged{m_supervisor.state(), m_supervisor.processId()},
                     now);
    for (const Run *const run : runsInOrder()) {
        if (run->isSettled())
            continue;
        m_observer->submitted({run->id(), run->sharedSpec(), {}, run->submittedAt()});
        if (run->phase() != Run::Phase::Waiting)
            m_observer->told(Event::Starting{run->id()}, now);
        if (run->isStarted())
            m_observer->told(Event::Started{run->id(), run->processId()}, run->clonedAt());
    }
}

void Engine::raise(Run &run)
{
    if (run.phase() != Run::Phase::Waiting || run.isSettled())
        return;
    const Run *const first = m_queue.first(run.rank().needsPlace);
    if (first == &run)
        return;
    const int highest = first->priority();
    m_queue.remove(run.rank(), run.id());
    run.setPriority(highest < std::numeric_limits<int>::max() ? highest + 1 : highest);
    enqueue(run);
    if (m_observer)
        m_observer->raised(run.id(), run.priority());
}

std::vector<Run *> Engine::runsInOrder() const
{
    std::vector<Run *> runs;
    runs.reserve(m_runs.size());
    for (const auto &entry : m_runs)
        runs.push_back(entry.second.get());
    std::sort(runs.begin(), runs.end(), [](Run *a, Run *b) { return a->id() < b->id(); });
    return runs;
}

void Engine::returned(Run &run)
{
    if (run.needsPlace())
        --m_running;
    run.takenBack();
    enqueue(run);
}

void Engine::settled(Run &run)
{
    if (run.phase() == Run::Phase::Waiting)
        m_queue.remove(run.rank(), run.id());
    else if (run.needsPlace())
        --m_running;
}

void Engine::gone(Run &run)
{
    const auto found = m_runs.find(run.id());
    if (found == m_runs.end())
        return;
    m_gone.push_back(std::move(found->second));
    m_runs.erase(found);
}

void Engine::failWaiting(Wire::Stage stage, int error, const QString &text)
{
    while (!m_queue.isEmpty())
        m_queue.first()->fail(stage, error, text);
}

// ---- Scheduling --------------------------------------------------------------------------------

int Engine::runningLimit() const
{
    if (m_settings.maxRunningCount > 0)
        return m_settings.maxRunningCount;
    return static_cast<int>(std::clamp<rlim_t>(m_descriptorLimit / 4, 1, 256));
}

void Engine::schedule()
{
    // While something is short, m_retry tells when to try again, and not each end of a batch.
    while (!m_retry && !m_queue.isEmpty() && m_supervisor.isReady()
           && m_outstanding < static_cast<int>(Wire::MaximumOutstanding)) {
        if (m_supervisor.link().isCongested()) {
            m_supervisor.link().flush();
            if (m_supervisor.link().isCongested())
                break;
        }
        Run &run = *m_queue.first();
        if (run.needsPlace() && m_running >= runningLimit())
            break;
        if (send(run) == Sending::Later)
            break;
    }
    if (m_supervisor.isReady())
        m_supervisor.link().flush();
}

Engine::Sending Engine::send(Run &run)
{
    ChildEnds ends;
    if (const int error = run.openStreams(ends); error != 0) {
        if (isShortForGood()) {
            run.fail(Wire::Stage::Pipe, -error);
            return Sending::Ended;
        }
        retryLater();
        return Sending::Later;
    }
    if (const int error = run.enterControlGroup(); error != 0) {
        run.fail(Wire::Stage::ControlGroup, -error);
        return Sending::Ended;
    }
    const std::optional<uint32_t> slot = m_ledger.allocate(run.id());
    if (!slot) {
        run.discardStreams();
        retryLater();
        return Sending::Later;
    }
    if (!m_encoder.encode(m_supervisor.link(), run, ends, *slot)) {
        // Larger than any kernel takes; this one would have said so as well.
        m_ledger.release(*slot);
        run.fail(Wire::Stage::Exec, E2BIG);
        return Sending::Ended;
    }
    m_supervisor.link().queueDescriptors(run.id(), std::move(ends));
    m_queue.remove(run.rank(), run.id());
    ++m_outstanding;
    if (run.needsPlace())
        ++m_running;
    run.sent(*slot);
    return Sending::Sent;
}

// All that wait have waited for the same thing, so the time is not that of one of them.
bool Engine::isShortForGood()
{
    const TimePoint now = Clock::now();
    if (!m_shortSince) {
        m_shortSince = now;
        return false;
    }
    if (now - *m_shortSince < ShortageTime)
        return false;
    // A daemon, or what nobody could kill, is no reason to wait: it may never end.
    const bool mayComeBack = std::any_of(m_runs.begin(), m_runs.end(), [](const auto &entry) {
        const Run &run = *entry.second;
        return run.phase() == Run::Phase::Cloned && run.needsPlace() && !run.isSettled();
    });
    if (mayComeBack)
        m_shortSince = now;
    return !mayComeBack;
}

void Engine::retryLater()
{
    if (!m_retry)
        m_retry = m_reactor.setDeadline(Clock::now() + RetryDelay, this, Retry);
}

void Engine::deadlineReached(int role)
{
    if (role == Look) {
        m_look.reset();
        lookForStarts();
        return;
    }
    m_retry.reset();
    const std::vector<uint64_t> ids = std::exchange(m_withoutPidfd, {});
    for (const uint64_t id : ids) {
        if (Run *const run = find(id))
            follow(*run);
    }
}

// ---- End ---------------------------------------------------------------------------------------

void Engine::destroy()
{
    m_destroyed = true;
    for (Run *const run : runsInOrder())
        run->destroy();
    m_supervisor.stop();
}

void Engine::close()
{
    destroy();
    endOfBatch();
    m_closed = true;
}

void Engine::endOfBatch()
{
    schedule();
    m_gone.clear();
    if (m_closed)
        m_outbox.discard();
    m_outbox.endOfBatch();
}

bool Engine::isGone(bool evenDetached) const
{
    if (!m_closed || m_supervisor.hasProcess() || !m_groups.isEmpty())
        return false;
    return std::all_of(m_runs.begin(), m_runs.end(), [evenDetached](const auto &entry) {
        return evenDetached && entry.second->isDetached();
    });
}

} // namespace Spawn
