// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The menus and the keys of the main window.
#include "window/mainwindow.h"

#include "look/theme.h"
#include "widgets/quietbutton.h"
#include "widgets/searchfield.h"
#include "window/page.h"
#include "window/shortcutsheet.h"
#include "window/topbar.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QToolTip>

namespace Spawn {

QAction *MainWindow::add(QMenu *menu, const QString &text, const QString &key,
                         const std::function<void()> &does)
{
    QAction *const action = menu->addAction(text, this, does);
    // A letter reaches a text field first, where it has the focus.
    if (!key.isEmpty())
        action->setShortcut(QKeySequence(key));
    addAction(action);
    return action;
}

void MainWindow::makeMenus()
{
    QMenuBar *const bar = m_topBar->menuBar();
    m_fileMenu = bar->addMenu(QStringLiteral("&File"));
    add(m_fileMenu, QStringLiteral("&Attach…"), QStringLiteral("Ctrl+O"),
        [this] { Q_EMIT attachRequested(); });
    m_detach = add(m_fileMenu, QStringLiteral("&Detach"), QStringLiteral("Ctrl+W"),
                   [this] { detach(m_current); });
    add(m_fileMenu, QStringLiteral("&Next application"), QStringLiteral("Ctrl+Tab"),
        [this] { nextApplication(); });
    m_fileMenu->addSeparator();
    add(m_fileMenu, QStringLiteral("&Quit"), QStringLiteral("Ctrl+Q"), [this] { close(); });

    m_viewMenu = bar->addMenu(QStringLiteral("&View"));
    m_firstViewAction = m_viewMenu->addSeparator();
    add(m_viewMenu, QStringLiteral("&Filter the page"), QStringLiteral("/"),
        [this] { currentPage()->focusFilter(); });
    add(m_viewMenu, QStringLiteral("Find &anywhere"), QStringLiteral("Ctrl+F"), [this] {
        m_topBar->find()->setFocus(Qt::ShortcutFocusReason);
        m_topBar->find()->selectAll();
    });
    add(m_viewMenu, QStringLiteral("&Clear, then close details"), QStringLiteral("Esc"),
        [this] { clear(); });
    m_viewMenu->addSeparator();
    m_pause = add(m_viewMenu, QStringLiteral("&Pause"), QStringLiteral("P"),
                  [this] { setPaused(m_pause->isChecked()); });
    m_pause->setCheckable(true);
    add(m_viewMenu, QStringLiteral("Charts as &tables"), QStringLiteral("Ctrl+T"),
        [this] { currentPage()->toggleTable(); });
    const auto toggleDark = [] {
        if (Theme *const theme = Theme::instance())
            theme->toggleDark();
    };
    add(m_viewMenu, QStringLiteral("&Dark or light"), QStringLiteral("Ctrl+D"), toggleDark);

    m_commandMenu = bar->addMenu(QStringLiteral("&Command"));
    QMenu *const help = bar->addMenu(QStringLiteral("&Help"));
    add(help, QStringLiteral("&Keys"), QStringLiteral("?"), [this] { showKeys(); });

    QuietButton *const pause = m_topBar->pause();
    connect(pause, &QAbstractButton::toggled, this, &MainWindow::setPaused);
    connect(m_pause, &QAction::toggled, pause, &QAbstractButton::setChecked);
    connect(m_pause, &QAction::enabledChanged, pause, &QWidget::setEnabled);
    connect(m_topBar, &TopBar::themeToggled, this, toggleDark);
    connect(m_topBar->find(), &QLineEdit::returnPressed, this, &MainWindow::findNext);
}

void MainWindow::fillCommandMenu()
{
    m_commandMenu->clear();
    if (m_current)
        m_commandMenu->addActions(currentPage()->actions());
    m_commandMenu->setEnabled(!m_commandMenu->isEmpty());
}

// On this page first, then on the others.
void MainWindow::findNext()
{
    const QString text = m_topBar->find()->text().trimmed();
    if (text.isEmpty() || !m_current)
        return;
    for (int i = 0; i < m_pages.size(); ++i) {
        Page *const page = m_pages.at((m_page + i) % m_pages.size());
        if (page->find(text)) {
            setCurrentPage(page);
            return;
        }
    }
    const QWidget *const field = m_topBar->find();
    QToolTip::showText(field->mapToGlobal(QPoint(0, field->height())),
                       QStringLiteral("“%1” is nowhere").arg(text), m_topBar->find());
}

void MainWindow::clear()
{
    if (m_topBar->find()->hasFocus() || !m_topBar->find()->text().isEmpty()) {
        m_topBar->find()->clear();
        currentPage()->setFocus();
        return;
    }
    currentPage()->clear();
}

void MainWindow::showKeys()
{
    const QList<ShortcutSheet::Group> groups = {
        {QStringLiteral("Pages and view"), m_viewMenu->actions()},
        {QStringLiteral("Applications"), m_fileMenu->actions()},
        {currentPage()->title(), m_current ? currentPage()->actions() : QList<QAction *>()},
    };
    auto *const sheet = new ShortcutSheet(groups, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::nextApplication()
{
    if (m_applications.isEmpty())
        return;
    const qsizetype place = m_applications.indexOf(m_current) + 1;
    setCurrentApplication(m_applications.at(place % m_applications.size()));
}

} // namespace Spawn
