// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "clusters/clusterspage.h"
#include "commands/commandspage.h"
#include "jobs/jobspage.h"
#include "log/logpage.h"
#include "overview/overviewpage.h"
#include "restarts/restartspage.h"
#include "timeline/timelinepage.h"
#include "widgets/searchfield.h"
#include "window/cutoffband.h"
#include "window/emptypage.h"
#include "window/monitoredapplication.h"
#include "window/page.h"
#include "window/rail.h"
#include "window/statusline.h"
#include "window/topbar.h"
#include "workers/workerspage.h"

#include <QtCore/QSettings>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent), m_topBar(new TopBar), m_splitter(new QSplitter(Qt::Horizontal)),
      m_rail(new Rail), m_cutOff(new CutOffBand), m_stack(new QStackedWidget),
      m_empty(new EmptyPage), m_status(new StatusLine)
{
    setWindowTitle(QStringLiteral("Spawn monitor"));
    setMinimumSize(960, 600);
    resize(1280, 800);
    makeLayout();
    makeMenus();

    connect(m_rail, &Rail::attachChosen, this, &MainWindow::attachRequested);
    connect(m_rail, &Rail::applicationChosen, this,
            [this](int place) { setCurrentApplication(m_applications.at(place)); });
    connect(m_rail, &Rail::pageChosen, this,
            [this](int place) { setCurrentPage(m_pages.at(place)); });
    connect(static_cast<EmptyPage *>(m_empty), &EmptyPage::attachRequested, this,
            &MainWindow::attachRequested);
    const auto leave = [this] {
        detach(m_current);
    };
    connect(m_cutOff, &CutOffBand::detachRequested, this, leave);

    auto *const overview = new OverviewPage;
    connect(overview, &OverviewPage::detachRequested, this, leave);
    addPage(overview);
    addPage(new CommandsPage);
    addPage(new RestartsPage);
    addPage(new WorkersPage);
    addPage(new JobsPage);
    addPage(new ClustersPage);
    addPage(new TimelinePage);
    addPage(new LogPage);
    showState();
}

MainWindow::~MainWindow()
{
    // The pages let go before what they show is gone.
    for (Page *const page : std::as_const(m_pages))
        page->setApplication(nullptr);
}

void MainWindow::makeLayout()
{
    setMenuWidget(m_topBar);
    auto *const right = new QWidget;
    auto *const column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_cutOff);
    column->addWidget(m_stack);
    m_stack->addWidget(m_empty);
    m_splitter->addWidget(m_rail);
    m_splitter->addWidget(right);
    m_splitter->setHandleWidth(0);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({208, 1072});

    auto *const all = new QWidget;
    auto *const rows = new QVBoxLayout(all);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_splitter, 1);
    rows->addWidget(m_status);
    setCentralWidget(all);
}

void MainWindow::addPage(Page *page)
{
    m_pages += page;
    m_stack->addWidget(page);
    m_rail->addPage(page->title(), page->glyph());
    const int place = int(m_pages.size()) - 1;
    auto *const action = new QAction(page->title(), this);
    action->setShortcut(QKeySequence(QString::number(place + 1)));
    connect(action, &QAction::triggered, this, [this, page] { setCurrentPage(page); });
    m_viewMenu->insertAction(m_firstViewAction, action);
    addAction(action);
    m_pageActions += action;
    connect(page, &Page::opened, this, &MainWindow::open);
    connect(page, &Page::selected, this, [this, page](const Subject &subject) {
        for (Page *const other : std::as_const(m_pages)) {
            if (other != page)
                other->open(subject);
        }
    });
    connect(page, &Page::countChanged, this,
            [this, page, place] { m_rail->setPageCount(place, page->count()); });
    page->setApplication(m_current);
    m_rail->setPageCount(place, page->count());
}

Page *MainWindow::currentPage() const
{
    return m_pages.at(m_page);
}

void MainWindow::setCurrentPage(Page *page)
{
    m_page = int(m_pages.indexOf(page));
    m_rail->setCurrentPage(m_page);
    if (m_current)
        m_stack->setCurrentWidget(page);
    fillCommandMenu();
}

ShownApplication *MainWindow::attach(MonitoredApplication *source, ShownApplication::Clock clock)
{
    auto *const shown = new ShownApplication(source, std::move(clock), this);
    m_applications += shown;
    m_rail->addApplication(shown->snapshot().application, shown->snapshot().processId,
                           levelMark(shown->health().level()));
    connect(shown, &ShownApplication::figuresChanged, this, [this, shown] { showHealth(shown); });
    connect(shown, &ShownApplication::reset, this, [this, shown] { showHealth(shown); });
    connect(shown, &ShownApplication::stateChanged, this, [this, shown] { showHealth(shown); });
    setCurrentApplication(shown);
    return shown;
}

void MainWindow::detach(ShownApplication *application)
{
    const int place = int(m_applications.indexOf(application));
    if (place < 0)
        return;
    const qint64 processId = application->snapshot().processId;
    m_applications.removeAt(place);
    {
        // While a row goes the view chooses another by itself.
        const QSignalBlocker blocker(m_rail);
        m_rail->removeApplication(place);
    }
    if (application == m_current) {
        const qsizetype last = m_applications.size() - 1;
        setCurrentApplication(last < 0 ? nullptr
                                       : m_applications.at(std::min<qsizetype>(place, last)));
    } else {
        m_rail->setCurrentApplication(int(m_applications.indexOf(m_current)));
    }
    delete application;
    Q_EMIT detached(processId);
}

void MainWindow::setCurrentApplication(ShownApplication *application)
{
    if (application == m_current)
        return;
    const bool paused = m_current && m_current->isPaused();
    if (paused)
        m_current->setPaused(false); // who is not looked at is not held back
    m_current = application;
    for (int place = 0; place < m_pages.size(); ++place) {
        m_pages.at(place)->setApplication(application);
        m_rail->setPageCount(place, m_pages.at(place)->count());
    }
    m_rail->setCurrentApplication(application ? int(m_applications.indexOf(application)) : -1);
    m_rail->setCurrentPage(m_page);
    if (application && paused)
        application->setPaused(true);
    showState();
}

void MainWindow::showState()
{
    m_stack->setCurrentWidget(m_current ? static_cast<QWidget *>(currentPage()) : m_empty);
    m_cutOff->setVisible(m_current && m_current->isCutOff());
    if (m_current && m_current->isCutOff())
        m_cutOff->setCut(m_current->cutOffMoment(), m_current->cutOffReason());
    m_status->setApplication(m_current);
    m_detach->setEnabled(m_current);
    m_pause->setEnabled(m_current && !m_current->isCutOff());
    m_pause->setChecked(m_current && m_current->isPaused());
    setWindowTitle(m_current
                       ? m_current->snapshot().application + QStringLiteral(" – Spawn monitor")
                       : QStringLiteral("Spawn monitor"));
    fillCommandMenu();
}

void MainWindow::showHealth(ShownApplication *application)
{
    const Mark mark = application->isCutOff() ? Mark{Glyph::RingWithQuestion, Tone::Neutral}
                                              : levelMark(application->health().level());
    const int place = int(m_applications.indexOf(application));
    if (place < 0)
        return;
    m_rail->setApplication(place, application->snapshot().application, mark);
    if (application != m_current)
        return;
    m_status->setApplication(application);
    if (m_cutOff->isVisibleTo(this) != application->isCutOff()
        || m_pause->isChecked() != application->isPaused())
        showState();
}

void MainWindow::setPaused(bool paused)
{
    if (m_current)
        m_current->setPaused(paused);
}

void MainWindow::setNote(const QString &note)
{
    m_status->setNote(note);
}

void MainWindow::open(const Subject &subject)
{
    for (Page *const page : std::as_const(m_pages)) {
        if (page->open(subject)) {
            setCurrentPage(page);
            return;
        }
    }
}

void MainWindow::restoreLayout(QSettings &settings)
{
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    const int rail = settings.value(QStringLiteral("railWidth"), 208).toInt();
    m_splitter->setSizes({rail, width() - rail});
}

void MainWindow::saveLayout(QSettings &settings) const
{
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("railWidth"), m_rail->width());
}

} // namespace Spawn
