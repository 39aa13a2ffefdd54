// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/treepage.h"

#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"
#include "window/shownapplication.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

namespace Spawn {

TreePage::TreePage(const QString &title, Glyph glyph, const QString &endsTitle, QWidget *parent)
    : Page(title, glyph, parent), m_head(new PageHead(title)),
      m_search(
          new SearchField(QStringLiteral("Filter %1").arg(title.toLower()), QStringLiteral("/"))),
      m_tree(new RowTree), m_empty(new EmptyRows), m_treeOrEmpty(new QStackedWidget),
      m_endsTitle(new SectionTitle(endsTitle)), m_table(new RowTable), m_noEnds(new QLabel),
      m_tableOrEmpty(new QStackedWidget), m_views(new QSplitter(Qt::Vertical))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_filter.setRecursiveFilteringEnabled(true);
    m_filter.setAutoAcceptChildRows(true);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree->setAccessibleName(title);
    m_table->setAccessibleName(endsTitle);
}

// ---- Making it ---------------------------------------------------------------------------------

void TreePage::setModels(QAbstractItemModel *rows, QSortFilterProxyModel *ends)
{
    m_filter.setSourceModel(rows);
    m_tree->setModel(&m_filter);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(ends);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->sortByColumn(0, Qt::DescendingOrder); // the newest first
}

void TreePage::addSearch(QHBoxLayout *tools)
{
    tools->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(200);
    tools->addWidget(m_search, 1);
}

QWidget *TreePage::makeUpper(QWidget *tools)
{
    auto *const upper = new QWidget;
    auto *const rows = new QVBoxLayout(upper);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_head);
    rows->addWidget(tools);
    rows->addSpacing(8);
    m_treeOrEmpty->addWidget(m_tree);
    m_treeOrEmpty->addWidget(m_empty);
    rows->addWidget(m_treeOrEmpty, 1);
    return upper;
}

QWidget *TreePage::makeLower(const QList<QWidget *> &besideTitle)
{
    m_noEnds->setAlignment(Qt::AlignCenter);
    m_noEnds->setForegroundRole(QPalette::PlaceholderText);
    auto *const lower = new QWidget;
    auto *const rows = new QVBoxLayout(lower);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    auto *const title = new QHBoxLayout;
    title->setContentsMargins(20, 6, besideTitle.isEmpty() ? 20 : 12, 2);
    title->addWidget(m_endsTitle, 1);
    for (QWidget *const widget : besideTitle)
        title->addWidget(widget);
    rows->addLayout(title);
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_noEnds);
    rows->addWidget(m_tableOrEmpty, 1);
    return lower;
}

void TreePage::makeViews(QWidget *upper, QWidget *lower)
{
    m_lower = lower;
    m_views->setChildrenCollapsible(false);
    m_views->setHandleWidth(7);
    m_views->addWidget(upper);
    m_views->addWidget(lower);
    m_views->setStretchFactor(0, 3);
    m_views->setStretchFactor(1, 2);
    m_views->setSizes({446, 278});
}

void TreePage::deleteViews()
{
    delete m_views;
}

void TreePage::connectViews()
{
    connect(m_search, &QLineEdit::textChanged, this, &TreePage::setText);
    connect(m_empty, &EmptyRows::clearRequested, m_search, &QLineEdit::clear);
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { showSelection(); });
}

QAction *TreePage::addCopyRow()
{
    return add(QStringLiteral("Copy row"), QStringLiteral("Ctrl+C"), [this] {
        if (m_table->hasFocus())
            m_table->copySelection();
        else
            m_tree->copySelection();
    });
}

void TreePage::addMenus()
{
    for (QAbstractItemView *const view :
         {static_cast<QAbstractItemView *>(m_tree), static_cast<QAbstractItemView *>(m_table)}) {
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint &at) {
            auto *const menu = new QMenu(this);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->setToolTipsVisible(true);
            menu->addActions(view == m_tree ? actions() : view->actions());
            menu->popup(view->viewport()->mapToGlobal(at));
        });
    }
}

// ---- Showing an application --------------------------------------------------------------------

void TreePage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    if (application) {
        connect(application, &ShownApplication::reset, this, [this] { showRows(); });
        connect(application, &ShownApplication::rowsChanged, this, [this] { showRows(); });
        connect(application, &ShownApplication::figuresChanged, this, [this] {
            if (isVisible())
                showRows(); // times pass
        });
        connect(application, &ShownApplication::stateChanged, this, [this] { showActions(); });
    }
    clearRows();
    showRows();
    showSelection();
}

const SpawnerSnapshot &TreePage::snapshot() const
{
    static const SpawnerSnapshot none;
    return m_application ? m_application->snapshot() : none;
}

qint64 TreePage::now() const
{
    return m_application ? m_application->now() : 0;
}

void TreePage::showParts(bool anyRows, bool anyEnds)
{
    m_treeOrEmpty->setCurrentIndex(m_filter.rowCount() > 0 ? 0 : 1);
    m_lower->setVisible(anyRows || anyEnds);
    m_tableOrEmpty->setCurrentIndex(m_table->model()->rowCount() > 0 ? 0 : 1);
}

// ---- Keys --------------------------------------------------------------------------------------

bool TreePage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool TreePage::clear()
{
    if (!m_search->text().isEmpty()) {
        m_search->clear();
        m_tree->setFocus();
        return true;
    }
    if (m_tree->selectionModel()->hasSelection()) {
        m_tree->clearSelection(); // the ends of all again
        return true;
    }
    return false;
}

bool TreePage::find(const QString &text)
{
    const QModelIndex found = m_tree->findNext(text);
    if (found.isValid())
        select(found);
    return found.isValid();
}

QString TreePage::filterText() const
{
    return m_search->text().trimmed();
}

void TreePage::setText(const QString &text)
{
    m_filter.setFilterFixedString(text.trimmed());
    filterEnds();
    showSelection();
}

QModelIndexList TreePage::selectedRows() const
{
    QModelIndexList rows;
    for (const QModelIndex &row : m_tree->selectionModel()->selectedRows())
        rows += m_filter.mapToSource(row);
    return rows;
}

void TreePage::select(const QModelIndex &index)
{
    m_tree->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_tree->scrollTo(index);
}

// Whatever the filter says.
void TreePage::selectRow(const QModelIndex &source)
{
    m_search->clear();
    const QModelIndex index = m_filter.mapFromSource(source);
    if (index.isValid())
        select(index);
}

} // namespace Spawn
