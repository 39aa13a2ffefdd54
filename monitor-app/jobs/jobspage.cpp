// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobspage.h"

#include "jobs/jobdetails.h"
#include "models/quantity.h"
#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"
#include "window/shownapplication.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace Spawn {

static constexpr int FewScripts = 8; // that are opened by themselves

JobsPage::JobsPage(QWidget *parent)
    : TreePage(QStringLiteral("Jobs"), Glyph::Tray, QStringLiteral("Ended jobs"), parent),
      m_actions(this, [this](quint64 runner, quint64 id) { return job(runner, id); }),
      m_failedOnly(new QuietButton(QStringLiteral("Failed only"))), m_details(new JobDetails),
      m_splitter(new QSplitter(Qt::Horizontal))
{
    m_endFilter.setSourceModel(&m_ends);
    m_filter.setFilterKeyColumn(int(JobColumn::Name));
    setModels(&m_model, &m_endFilter);
    setEndWidths();
    m_failedOnly->setCheckable(true);
    makeViews(makeUpper(makeTools()), makeLower({m_failedOnly}));
    m_splitter->addWidget(m_views);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(7);
    m_details->hide();
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
    makeActions();
    connectAll();
}

JobsPage::~JobsPage()
{
    deleteViews();
}

void JobsPage::connectAll()
{
    connectViews();
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (const quint64 end = selectedEnd(); end != 0) {
            m_shown = {{}, end};
            openDetails();
        }
    });
    for (QAbstractItemView *const view :
         {static_cast<QAbstractItemView *>(m_tree), static_cast<QAbstractItemView *>(m_table)})
        connect(view, &QAbstractItemView::clicked, this, &JobsPage::openDetails);
    connect(m_details, &JobDetails::closed, this, &JobsPage::closeDetails);
    connect(m_failedOnly, &QAbstractButton::toggled, this, [this](bool only) {
        m_endFilter.setFailedOnly(only);
        showEmpty();
    });
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &JobsPage::openRows);
    connect(&m_actions, &JobActions::requested, this,
            [this](const QString &what, quint64 runner, const QString &script,
                   const QList<quint64> &jobs) {
                if (m_application)
                    m_application->requestOfRunner(what, runner, script, jobs);
            });
}

void JobsPage::openRows(const QModelIndex &parent, int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_filter.index(row, 0, parent);
        if (!parent.isValid() || m_filter.rowCount(parent) <= FewScripts)
            m_tree->expand(index);
        if (!parent.isValid() && m_filter.rowCount(index) > 0)
            openRows(index, 0, m_filter.rowCount(index) - 1);
    }
}

void JobsPage::clearRows()
{
    m_shown = {};
    m_model.clear();
    m_ends.setEnds({}, 0);
}

const JobRunnerSnapshot *JobsPage::runner(quint64 number) const
{
    const QList<JobRunnerSnapshot> &runners = snapshot().jobRunners;
    const auto found = std::find_if(runners.begin(), runners.end(),
                                    [number](const auto &one) { return one.number == number; });
    return found == runners.end() ? nullptr : &*found;
}

const JobSnapshot *JobsPage::job(quint64 runner, quint64 id) const
{
    const JobRunnerSnapshot *const of = this->runner(runner);
    if (of == nullptr)
        return nullptr;
    const auto found = std::find_if(of->jobs.begin(), of->jobs.end(),
                                    [id](const JobSnapshot &one) { return one.id == id; });
    return found == of->jobs.end() ? nullptr : &*found;
}

std::optional<int> JobsPage::count() const
{
    return m_jobs;
}

void JobsPage::showRows()
{
    m_model.setRunners(snapshot(), now());
    m_ends.setEnds(snapshot().jobEnds, now());
    followShownJob();
    showCounts();
    filterEnds();
    showEmpty();
    showActions();
    showDetails();
}

void JobsPage::showCounts()
{
    const QList<JobRunnerSnapshot> &runners = snapshot().jobRunners;
    qint64 queued = 0;
    qint64 running = 0;
    for (const JobRunnerSnapshot &one : runners) {
        queued += one.queued;
        running += one.running;
    }
    QString note;
    if (!runners.isEmpty()) {
        note = QStringLiteral("%1 runner%2, %3 running, %4 queued")
                   .arg(countText(quint64(runners.size())),
                        runners.size() == 1 ? QString() : QStringLiteral("s"),
                        countText(quint64(std::max<qint64>(0, running))),
                        countText(quint64(std::max<qint64>(0, queued))));
    }
    m_head->setNote(note);
    const int jobs = int(std::clamp<qint64>(queued + running, 0, 1'000'000'000));
    if (std::exchange(m_jobs, jobs) != jobs)
        Q_EMIT countChanged();
}

void JobsPage::showEmpty()
{
    const bool runners = m_model.rowCount() > 0;
    showParts(runners, m_ends.rowCount() > 0);
    if (runners) {
        m_empty->setText(QStringLiteral("No job matches “%1”").arg(filterText()), {}, true);
    } else {
        m_empty->setText(
            QStringLiteral("This application runs no jobs"),
            QStringLiteral("It shows its runners with MonitorServer::add(), or when it "
                           "runs with ASYNCSPAWNER_MONITOR=1."),
            false);
    }
    m_noEnds->setText(m_ends.rowCount() == 0          ? QStringLiteral("No job has ended.")
                          : m_failedOnly->isChecked() ? QStringLiteral("None of these has failed.")
                          : m_search->text().isEmpty()
                          ? QStringLiteral("None of these has ended.")
                          : QStringLiteral("No ended job matches the filter."));
}

// ---- The selection -----------------------------------------------------------------------------

QList<JobPart> JobsPage::selected() const
{
    QList<JobPart> parts;
    for (const QModelIndex &row : selectedRows())
        parts += m_model.partAt(row);
    return parts;
}

quint64 JobsPage::selectedEnd() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 ? rows.first().data(IdRole).toULongLong() : 0;
}

void JobsPage::showSelection()
{
    const QList<JobPart> parts = selected();
    m_endFilter.setParts(parts);
    QString title = QStringLiteral("Ended jobs");
    if (parts.size() == 1) {
        const JobPart part{parts.first().runner, parts.first().script, 0};
        title = QStringLiteral("Ended jobs of %1").arg(m_model.indexOf(part).data().toString());
    } else if (!parts.isEmpty()) {
        title = QStringLiteral("Ended jobs of what is selected");
    }
    m_endsTitle->setText(title);
    showEmpty();
    showActions();
    if (parts.size() == 1 && parts.first().script) {
        m_shown = {parts.first(), 0};
        openDetails();
    }
}

void JobsPage::showActions()
{
    const QList<JobPart> parts = selected();
    const JobSnapshot *const one
        = parts.size() == 1 ? job(parts.first().runner, parts.first().job) : nullptr;
    m_show->setEnabled(one != nullptr && one->command != 0);
    QList<quint64> runners;
    for (const JobRunnerSnapshot &known : snapshot().jobRunners)
        runners += known.number;
    m_actions.setSelection(parts, runners, ShownApplication::refusalOf(m_application));
}

// ---- The details -------------------------------------------------------------------------------

// A job that is looked at while it ends is looked at still.
void JobsPage::followShownJob()
{
    const JobPart part = m_shown.part;
    if (part.job == 0 || job(part.runner, part.job) != nullptr)
        return;
    const QList<JobEnd> &ends = snapshot().jobEnds;
    const auto end = std::find_if(ends.crbegin(), ends.crend(), [&part](const JobEnd &one) {
        return one.runner == part.runner && one.job == part.job;
    });
    if (end != ends.crend())
        m_shown = {{}, end->number};
}

void JobsPage::openDetails()
{
    m_detailsClosed = false;
    showDetails();
}

void JobsPage::closeDetails()
{
    m_detailsClosed = true;
    m_details->hide();
}

void JobsPage::showDetails()
{
    const bool is = !m_detailsClosed && (m_shown.end != 0 ? showEnd() : showPart());
    const bool hadFocus = m_details->isAncestorOf(focusWidget());
    m_details->setVisible(is);
    if (!is && hadFocus)
        m_tree->setFocus();
    const bool ofJob = is && (m_shown.end != 0 || m_shown.part.job != 0);
    m_copyPayload->setEnabled(ofJob);
    m_copyResult->setEnabled(ofJob);
}

bool JobsPage::showPart()
{
    const JobPart &part = m_shown.part;
    const JobRunnerSnapshot *const of = runner(part.runner);
    if (of == nullptr || !part.script)
        return false;
    const QString name = m_model.indexOf({part.runner, {}, 0}).data().toString();
    if (part.job != 0) {
        const JobSnapshot *const one = job(part.runner, part.job);
        if (one == nullptr)
            return false;
        const auto command = snapshot().commands.constFind(one->command);
        m_details->setJob(*one, name,
                          command == snapshot().commands.cend() ? 0 : command->processId, now());
        return true;
    }
    const auto script
        = std::find_if(of->scripts.begin(), of->scripts.end(),
                       [&part](const auto &known) { return known.script == *part.script; });
    if (script == of->scripts.end())
        return false;
    m_details->setScript(*script, name);
    return true;
}

bool JobsPage::showEnd()
{
    const QList<JobEnd> &ends = snapshot().jobEnds; // their numbers count up
    const auto end
        = std::lower_bound(ends.begin(), ends.end(), m_shown.end,
                           [](const JobEnd &one, quint64 number) { return one.number < number; });
    if (end == ends.end() || end->number != m_shown.end)
        return false;
    m_details->setEnd(*end, m_model.indexOf({end->runner, {}, 0}).data().toString(), now());
    return true;
}

} // namespace Spawn
